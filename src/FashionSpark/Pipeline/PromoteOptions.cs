namespace FashionSpark.Pipeline;

/// <summary>Options of <c>promote</c>: a model becomes the one that others use.</summary>
public sealed record PromoteOptions
{
    /// <summary>The model file; null = the one that the job trains or scores with.</summary>
    public string? Model { get; init; }

    /// <summary>The file that others read, such as the one that the page serves. It is replaced as a whole.</summary>
    public required string To { get; init; }
}
