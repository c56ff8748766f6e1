using FashionSpark.Evaluation;

namespace FashionSpark.Tables.Results;

/// <summary>A figure in the metrics table.</summary>
/// <param name="Stage">Stage that measured it.</param>
/// <param name="Split">Split it was measured on.</param>
/// <param name="Model">Model it is of.</param>
/// <param name="Metric">Its name.</param>
/// <param name="Estimate">Value, n and interval.</param>
/// <param name="Class">Class it is of; null = all.</param>
/// <param name="Round">Training round it belongs to; null = none.</param>
public sealed record MetricRow(string Stage, string Split, string Model, string Metric, Estimate Estimate, string? Class = null, int? Round = null);
