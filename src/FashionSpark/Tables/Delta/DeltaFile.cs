using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>A data file of a table version: an <c>add</c> action of the log.</summary>
/// <param name="LogPath">The path as the log has it, URI-encoded.</param>
/// <param name="PartitionValues">Partition column to value; null = null.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="ModificationTime">Milliseconds since 1970.</param>
/// <param name="Stats">Statistics as JSON text; null = none.</param>
public sealed record DeltaFile(
    string LogPath, IReadOnlyDictionary<string, string?> PartitionValues, long Bytes, long ModificationTime, string? Stats)
{
    /// <summary>The path decoded: relative to the table, or absolute.</summary>
    public string Path { get; } = DeltaPath.Decode(LogPath);

    /// <summary>Rows of the file; null where the statistics do not say.</summary>
    public long? Rows => DeltaStats.NumRecords(Stats);

    /// <summary>Kept for checkpoints only.</summary>
    internal JsonObject? Tags { get; init; }
}
