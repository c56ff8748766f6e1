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

    public static Schema Schema { get; } = new(
        [
            new Field(Path, StringType.Default, nullable: true),
            new Field(ModificationTime, new TimestampType(TimeUnit.Microsecond, "UTC"), nullable: true),
            new Field(Length, Int64Type.Default, nullable: true),
            new Field(Content, BinaryType.Default, nullable: true),
        ],
        metadata: null);
}
