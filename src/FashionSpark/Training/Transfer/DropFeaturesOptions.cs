namespace FashionSpark.Training.Transfer;

/// <summary>Options of <see cref="DropFeaturesFunction"/>.</summary>
/// <param name="RunKey">Names the training.</param>
public sealed record DropFeaturesOptions(string RunKey);
