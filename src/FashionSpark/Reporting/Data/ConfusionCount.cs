namespace FashionSpark.Reporting;

/// <summary>A row of the confusion table.</summary>
internal sealed record ConfusionCount(string RunId, string Split, string Actual, string Predicted, long Count);
