namespace FashionSpark.Pipeline;

/// <summary>Options of <c>evaluate</c>: from predictions to rows of the metrics and confusion tables.</summary>
public sealed record EvaluateOptions
{
    /// <summary>Folder of the predictions table; null = <c>predictions</c> in the warehouse.</summary>
    public string? Table { get; init; }

    /// <summary>Run whose predictions are evaluated; null = the last one in the table.</summary>
    public string? RunId { get; init; }

    /// <summary>Demands on the figures, such as <c>accuracy>=0.9</c>, see <see cref="Evaluation.Gates.Gate"/>. One that is not met fails the run's gate.</summary>
    public IReadOnlyList<string> Gates { get; init; } = [];

    /// <summary>Run in the same table that this one must not be worse than on the same images; null = none.</summary>
    public string? Against { get; init; }
}
