namespace FashionSpark.Evaluation;

/// <summary>A bin of the reliability diagram: answers of about the same confidence, and how many of them are right.</summary>
/// <param name="From">Lowest confidence in it.</param>
/// <param name="To">Confidence below which its answers are; the last bin has 1 too.</param>
/// <param name="Confidence">Their mean confidence; 0 where the bin is empty.</param>
/// <param name="Accuracy">Share of right answers, with their number.</param>
public sealed record ConfidenceBin(double From, double To, double Confidence, Estimate Accuracy);
