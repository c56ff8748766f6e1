using FashionSpark.Evaluation.Gates;

namespace FashionSpark.Reporting;

/// <summary>A baseline to hold the model against.</summary>
/// <param name="Model">What tables call it.</param>
/// <param name="Figures">Its figures on the split of the report.</param>
/// <param name="Comparison">Model and baseline on the same images; null where they were scored on others.</param>
internal sealed record BaselineRow(string Model, IReadOnlyList<MetricValue> Figures, PairedComparison? Comparison);
