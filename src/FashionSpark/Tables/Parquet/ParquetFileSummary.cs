namespace FashionSpark.Tables;

/// <summary>A Parquet file that was written, synced and read back as far as its footer.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Statistics of every column that is not a list.</param>
public sealed record ParquetFileSummary(string Path, long Bytes, long Rows, IReadOnlyList<ColumnStatistics> Columns);
