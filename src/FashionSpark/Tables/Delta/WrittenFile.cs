namespace FashionSpark.Tables;

/// <summary>A data file that is whole on disk and not yet part of the table.</summary>
internal sealed record WrittenFile(ParquetFileSummary Summary, IReadOnlyDictionary<string, string?> PartitionValues)
{
    public DeltaFile ToAdd(string table) => new(
        DeltaPath.Encode(Path.GetRelativePath(table, Summary.Path).Replace(Path.DirectorySeparatorChar, '/')),
        PartitionValues,
        Summary.Bytes,
        new DateTimeOffset(File.GetLastWriteTimeUtc(Summary.Path)).ToUnixTimeMilliseconds(),
        DeltaStats.Write(Summary));
}
