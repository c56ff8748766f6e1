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

    /// <summary>
    /// Parquet.Net's buffers of a page or a chunk that may lie unused for the next one. It keeps them for good, in sizes of
    /// 1, 2, 3... MiB, and its default of 64 MiB counts for each size: the more sizes of row groups a run met, the more it held
    /// (45 MiB after 100,000 images of 784 bytes). Less than 1 MiB = none; a new array costs less than filling it.
    /// </summary>
    public const int LargePoolFreeBytes = 1;

    /// <summary>The same for buffers of 128 KiB, of which larger ones are put together.</summary>
    public const int SmallPoolFreeBytes = 1 << 20;
}
