namespace FashionSpark.Reporting;

/// <summary>An image worth looking at.</summary>
/// <param name="Confident">Whether it is among the wrong answers of the highest confidence; else among the answers of the lowest.</param>
/// <param name="Loss">-ln(probability of the right class).</param>
internal sealed record Mistake(bool Confident, string ImageId, string Source, string Actual, string Class, double Confidence, double Loss);
