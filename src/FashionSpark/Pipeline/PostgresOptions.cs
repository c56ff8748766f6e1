namespace FashionSpark.Pipeline;

/// <summary>Where in a PostgreSQL database images and labels are.</summary>
public sealed record PostgresOptions
{
    /// <summary>A table or view, with its schema where it is not on the search path; this or <see cref="Query"/>.</summary>
    public string? Table { get; init; }

    /// <summary>A SELECT whose result has the columns.</summary>
    public string? Query { get; init; }

    /// <summary>Column that tells rows apart: unique, never NULL. Fastest where it has an index.</summary>
    public string Key { get; init; } = "id";

    /// <summary>Column of the encoded images, of type bytea.</summary>
    public string Image { get; init; } = "image";

    /// <summary>Column of text that says where in S3 the images are, <c>s3://BUCKET/KEY</c> or a key in <see cref="S3Bucket"/>; instead of <see cref="Image"/>.</summary>
    public string? S3Key { get; init; }

    /// <summary>The bucket of addresses that are keys alone.</summary>
    public string? S3Bucket { get; init; }

    /// <summary>Column of the classes, by name.</summary>
    public string Label { get; init; } = "label";

    /// <summary>Column of the splits: train, validation (or val), test; null = splits follow from the images' ids.</summary>
    public string? Split { get; init; }
}
