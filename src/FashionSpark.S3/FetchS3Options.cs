using FashionSpark.Pipeline;

namespace FashionSpark.S3;

/// <summary>Options of <see cref="FetchS3Function"/>. Credentials are never among them.</summary>
/// <param name="Server">How S3 is reached.</param>
/// <param name="Bucket">The bucket of addresses that are keys alone; null = they must name theirs.</param>
/// <param name="Spool">Folder that keeps what was fetched for the next pass; null = none.</param>
public sealed record FetchS3Options(S3Options Server, string? Bucket, string? Spool);
