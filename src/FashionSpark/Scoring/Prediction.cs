namespace FashionSpark.Scoring;

/// <summary>A model's answer for one image.</summary>
/// <param name="Source">The image.</param>
/// <param name="Class">The most probable class.</param>
/// <param name="Confidence">Its probability, 0 to 1.</param>
/// <param name="Sure">False where the confidence is below the model's threshold.</param>
/// <param name="Probabilities">Every class, most probable first.</param>
public sealed record Prediction(
    string Source,
    string Class,
    double Confidence,
    bool Sure,
    IReadOnlyList<KeyValuePair<string, double>> Probabilities);
