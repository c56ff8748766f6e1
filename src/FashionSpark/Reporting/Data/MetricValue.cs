using FashionSpark.Evaluation;

namespace FashionSpark.Reporting;

/// <summary>A row of the metrics table.</summary>
internal sealed record MetricValue(string RunId, string Stage, string Split, string Model, string Metric, string? Class, int? Round, Estimate Estimate)
{
    /// <summary>A figure of a whole split, or of one class of it; null where it was not measured.</summary>
    public static Estimate? Find(IEnumerable<MetricValue> metrics, string split, string metric, string? name = null) =>
        metrics.FirstOrDefault(m => m.Split == split && m.Metric == metric && m.Class == name && m.Round is null)?.Estimate;
}
