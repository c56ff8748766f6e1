using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Datasets;

/// <summary>The columns of a prepared data set: a Delta table partitioned by <see cref="Split"/>.</summary>
public static class PreparedSchema
{
    /// <summary>See <see cref="Datasets.ImageId"/>.</summary>
    public const string ImageId = "image_id";

    /// <summary>Where the image came from: a path, or file#number.</summary>
    public const string Source = "source";

    /// <summary>Index into the classes of the data set; -1 = unknown.</summary>
    public const string Label = "label";

    public const string Width = "width";
    public const string Height = "height";

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public const string Channels = "channels";

    /// <summary>Row-major, height x width x channels, a byte a value.</summary>
    public const string Pixels = "pixels";

    /// <summary>See <see cref="Datasets.Split"/>.</summary>
    public const string Split = "split";

    public static Schema Schema { get; } = new(
        [
            new Field(ImageId, StringType.Default, nullable: false),
            new Field(Source, StringType.Default, nullable: false),
            new Field(Label, Int32Type.Default, nullable: false),
            new Field(Width, Int32Type.Default, nullable: false),
            new Field(Height, Int32Type.Default, nullable: false),
            new Field(Channels, Int32Type.Default, nullable: false),
            new Field(Pixels, BinaryType.Default, nullable: false),
            new Field(Split, StringType.Default, nullable: false),
        ],
        metadata: null);
}
