namespace FashionSpark.Tables;

/// <summary>A file that is no longer part of the table, kept on disk for readers of older versions: a <c>remove</c> action.</summary>
/// <param name="LogPath">The path as the log has it, URI-encoded.</param>
/// <param name="DeletionTimestamp">Milliseconds since 1970; null = unknown, which counts as long ago.</param>
/// <param name="PartitionValues">Partition column to value; null = the log does not say.</param>
/// <param name="Bytes">Size of the file; null = the log does not say.</param>
public sealed record RemovedFile(
    string LogPath, long? DeletionTimestamp, IReadOnlyDictionary<string, string?>? PartitionValues, long? Bytes)
{
    /// <summary>The path decoded: relative to the table, or absolute.</summary>
    public string Path { get; } = DeltaPath.Decode(LogPath);
}
