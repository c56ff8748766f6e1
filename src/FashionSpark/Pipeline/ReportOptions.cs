namespace FashionSpark.Pipeline;

/// <summary>Options of <c>report</c>: from the tables of a warehouse to one HTML file.</summary>
public sealed record ReportOptions
{
    /// <summary>The HTML file.</summary>
    public required string Out { get; init; }

    /// <summary>Run whose evaluation is reported; null = the job's own, or the last one evaluated into the warehouse.</summary>
    public string? RunId { get; init; }

    public bool Overwrite { get; init; }
}
