using FashionSpark.Evaluation;

namespace FashionSpark.Reporting;

/// <summary>A row of the metrics table.</summary>
internal sealed record MetricValue(string RunId, string Stage, string Split, string Model, string Metric, string? Class, int? Round, Estimate Estimate);
