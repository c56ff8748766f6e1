namespace FashionSpark.S3;

/// <summary>An object of a listing.</summary>
/// <param name="Key">Its key in the bucket.</param>
/// <param name="Name">The key without the prefix of the source, such as <c>train/dress/x.jpg</c>.</param>
/// <param name="ETag">What changes with its content.</param>
/// <param name="Size">Bytes.</param>
internal sealed record S3Item(string Key, string Name, string ETag, long Size);
