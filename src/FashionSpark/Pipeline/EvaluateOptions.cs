namespace FashionSpark.Pipeline;

/// <summary>Options of <c>evaluate</c>: from predictions to rows of the metrics and confusion tables.</summary>
public sealed record EvaluateOptions
{
    /// <summary>Folder of the predictions table; null = <c>predictions</c> in the warehouse.</summary>
    public string? Table { get; init; }

    /// <summary>Run whose predictions are evaluated; null = the last one in the table.</summary>
    public string? RunId { get; init; }
}
