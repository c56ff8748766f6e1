namespace FashionSpark.Pipeline;

/// <summary>Where the results of a run go beside its own tables.</summary>
public sealed record SinkOptions
{
    /// <summary>A PostgreSQL database (<c>postgres://USER@HOST/DATABASE</c>).</summary>
    public required string To { get; init; }

    /// <summary>The schema that gets the tables, made where it is missing.</summary>
    public string Schema { get; init; } = "fashionspark";

    /// <summary>The prepared images too, with their pixels: many times the bytes of all else.</summary>
    public bool Images { get; init; }
}
