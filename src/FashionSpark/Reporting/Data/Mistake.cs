namespace FashionSpark.Reporting;

/// <summary>A wrong answer.</summary>
/// <param name="ImageId">Id of the image.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Actual">The right class.</param>
/// <param name="Class">The answer.</param>
/// <param name="Confidence">Probability of the answer.</param>
/// <param name="Loss">-ln(probability of the right class).</param>
internal sealed record Mistake(string ImageId, string Source, string Actual, string Class, double Confidence, double Loss);
