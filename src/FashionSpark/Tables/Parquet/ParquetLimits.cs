namespace FashionSpark.Tables;

/// <summary>Sizes of the Parquet files written here.</summary>
internal static class ParquetLimits
{
    /// <summary>
    /// Bytes of values a row group holds before it is written. 8 MiB = 10,000 images of 784 bytes: large enough that
    /// headers and compression windows do not count, small enough that ten open files need 80 MiB.
    /// </summary>
    public const long RowGroupBytes = 8 << 20;

    /// <summary>Rows of a row group: narrow rows (metrics, predictions) would otherwise pile up levels and offsets.</summary>
    public const int RowGroupRows = 256 * 1024;

    /// <summary>Rows of a batch that is read, where the caller names no number.</summary>
    public const int BatchRows = 1024;

    /// <summary>Buffer of a file that is read or written: page headers are read byte by byte.</summary>
    public const int FileBufferBytes = 256 * 1024;
}
