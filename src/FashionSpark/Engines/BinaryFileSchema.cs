using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Engines;

/// <summary>The columns of Spark's <c>binaryFile</c> source, which the local engine has too.</summary>
public static class BinaryFileSchema
{
    public const string Path = "path";
    public const string ModificationTime = "modificationTime";
    public const string Length = "length";
    public const string Content = "content";

    /// <summary>
    /// Larger files have no content. A picture of 100 megapixels takes 300 MB where nothing is compressed; a file of 1.9 GB, held
    /// as read and as Arrow, took a prepare to 8.4 GB.
    /// </summary>
    public const long MostBytes = 512 << 20;

    public static Schema Schema { get; } = new(
        [
            new Field(Path, StringType.Default, nullable: true),
            new Field(ModificationTime, new TimestampType(TimeUnit.Microsecond, "UTC"), nullable: true),
            new Field(Length, Int64Type.Default, nullable: true),
            new Field(Content, BinaryType.Default, nullable: true),
        ],
        metadata: null);
}
