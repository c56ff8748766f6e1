using System.IO.Compression;
using Parquet;

namespace FashionSpark.Tables;

/// <summary>How Parquet.Net is told to read and to write. What it keeps of its buffers is one setting of the process: whoever opened a file last has said it.</summary>
internal static class ParquetSettings
{
    /// <summary>
    /// Buffers of a page or a chunk that may lie unused for the next one. They are kept for good, in sizes of 1, 2, 3... MiB,
    /// and Parquet.Net's default of 64 MiB counts for each size: the more sizes of row groups a run met, the more it held
    /// (45 MiB after 100,000 images of 784 bytes). Less than 1 MiB = none; a new array costs less than filling it.
    /// </summary>
    private const int LargePoolFreeBytes = 1;

    /// <summary>The same for buffers of 128 KiB, of which larger ones are put together.</summary>
    private const int SmallPoolFreeBytes = 1 << 20;

    public static ParquetOptions Reading { get; } = new()
    {
        TreatBigIntegersAsDates = true,
        UseDateOnlyTypeForDates = true,
        MaximumSmallPoolFreeBytes = SmallPoolFreeBytes,
        MaximumLargePoolFreeBytes = LargePoolFreeBytes,
    };

    /// <summary>Of data: zstd at level 1, because images hardly get smaller at higher levels, and Delta Lake's own default is as fast.</summary>
    public static ParquetOptions Writing => WritingAs(CompressionMethod.Zstd);

    /// <summary>Of checkpoints: snappy, as Spark writes them.</summary>
    public static ParquetOptions WritingCheckpoints => WritingAs(CompressionMethod.Snappy);

    private static ParquetOptions WritingAs(CompressionMethod method) => new()
    {
        CompressionMethod = method,
        CompressionLevel = CompressionLevel.Fastest,
        MaximumSmallPoolFreeBytes = SmallPoolFreeBytes,
        MaximumLargePoolFreeBytes = LargePoolFreeBytes,
    };
}
