using FashionSpark.Models;

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
    IReadOnlyList<KeyValuePair<string, double>> Probabilities)
{
    /// <param name="source">The image.</param>
    /// <param name="model">Whose answer it is.</param>
    /// <param name="probabilities">In the order of its classes.</param>
    public static Prediction Of(string source, ModelMetadata model, IReadOnlyList<float> probabilities)
    {
        List<KeyValuePair<string, double>> ranked = [.. probabilities
            .Select((p, label) => KeyValuePair.Create(model.Classes[label], (double)p))
            .OrderByDescending(pair => pair.Value)];
        return new Prediction(source, ranked[0].Key, ranked[0].Value, ranked[0].Value >= model.Threshold, ranked);
    }
}
