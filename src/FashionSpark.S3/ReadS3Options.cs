using FashionSpark.Pipeline;

namespace FashionSpark.S3;

/// <summary>Options of <see cref="ReadS3Function"/>. Credentials are never among them.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">The folder in it, with a slash at the end; empty = all of the bucket.</param>
/// <param name="Server">How it is reached.</param>
/// <param name="Classes">Class names; the label is the index.</param>
/// <param name="HasSplits">Whether split folders lie above the class folders.</param>
/// <param name="Spool">Folder that has the listing, and keeps what was read for the next pass; null = none.</param>
public sealed record ReadS3Options(string Bucket, string Prefix, S3Options Server, IReadOnlyList<string> Classes, bool HasSplits, string? Spool);
