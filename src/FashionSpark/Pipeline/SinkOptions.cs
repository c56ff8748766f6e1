namespace FashionSpark.Pipeline;

/// <summary>Where the results of a run go beside its own tables.</summary>
public sealed record SinkOptions
{
    public const string DefaultSchema = "fashionspark";

    /// <summary>A PostgreSQL database (<c>postgres://USER@HOST/DATABASE</c>), or a folder in S3 (<c>s3://BUCKET/PREFIX</c>).</summary>
    public required string To { get; init; }

    /// <summary>The schema of a database that gets the tables, made where it is missing.</summary>
    public string Schema { get; init; } = DefaultSchema;

    /// <summary>How S3 is reached, for such a sink; null = as the environment says.</summary>
    public S3Options? S3 { get; init; }

    /// <summary>The prepared images too, with their pixels: many times the bytes of all else.</summary>
    public bool Images { get; init; }
}
