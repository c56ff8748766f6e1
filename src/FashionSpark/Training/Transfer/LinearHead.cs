namespace FashionSpark.Training.Transfer;

/// <summary>A linear layer from features to classes, and how it did.</summary>
/// <param name="Weights">[classes, features + 1], the bias last, for features as the backbone gives them.</param>
/// <param name="Strength">Strength of its regularisation.</param>
/// <param name="Number">Number of that strength in the order they were tried, from 1.</param>
/// <param name="TrainImages">Images it was trained on.</param>
/// <param name="ValidationImages">Images it was chosen on; 0 = there were none.</param>
/// <param name="Accuracy">On them.</param>
/// <param name="Loss">On them.</param>
/// <param name="Rounds">Figures of every strength.</param>
internal sealed record LinearHead(
    double[] Weights,
    double Strength,
    int Number,
    long TrainImages,
    long ValidationImages,
    double Accuracy,
    double Loss,
    IReadOnlyList<RoundMetric> Rounds);
