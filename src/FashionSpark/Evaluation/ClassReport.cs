namespace FashionSpark.Evaluation;

/// <summary>How well one class is told from the others. Intervals are Wilson's.</summary>
public sealed record ClassReport(string Class, Estimate Precision, Estimate Recall, Estimate F1);
