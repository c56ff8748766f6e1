namespace FashionSpark.Training;

/// <summary>A figure of a training round for the metrics table.</summary>
/// <param name="Round">Round, from 1.</param>
/// <param name="Split">Split it was measured on.</param>
/// <param name="Metric">Name, such as <c>accuracy</c>, <c>loss</c>, <c>learning_rate</c>, <c>divergence</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="N">Images it was measured on.</param>
public sealed record RoundMetric(int Round, string Split, string Metric, double Value, long N);
