using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;

namespace FashionSpark.S3;

/// <summary>Options of <see cref="WriteS3Function"/>. Credentials are never among them.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Folder">What the keys of the parts begin with, with a slash at the end.</param>
/// <param name="Server">How it is reached.</param>
/// <param name="Rows">Which rows, for which table.</param>
/// <param name="PartBytes">Bytes of values of a part, after which another is begun.</param>
public sealed record WriteS3Options(string Bucket, string Folder, S3Options Server, SinkRows Rows, long PartBytes);
