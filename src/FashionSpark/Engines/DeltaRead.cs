namespace FashionSpark.Engines;

/// <summary>What to read of a Delta table.</summary>
/// <param name="Path">Folder of the table.</param>
/// <param name="Version">Version to read; null = the newest when the read is described.</param>
/// <param name="Columns">Columns to read, in that order; null = all.</param>
/// <param name="Partitions">Only files whose partition column has one of these values; null = all files.</param>
public sealed record DeltaRead(
    string Path,
    long? Version = null,
    IReadOnlyList<string>? Columns = null,
    PartitionFilter? Partitions = null);
