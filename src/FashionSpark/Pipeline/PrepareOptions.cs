using FashionSpark.Images;

namespace FashionSpark.Pipeline;

/// <summary>Options of <c>prepare</c>: from a source of images to a prepared data set.</summary>
public sealed record PrepareOptions
{
    /// <summary><c>fashion-mnist</c> (found or fetched), a folder of IDX files, or a folder of images by class.</summary>
    public required string Source { get; init; }

    /// <summary>Folder of the prepared Delta table.</summary>
    public required string Out { get; init; }

    /// <summary>Width and height of the box in pixels; null = 28 for IDX files, 224 for image files.</summary>
    public int? Size { get; init; }

    /// <summary>How pictures are brought into the box.</summary>
    public Fit Fit { get; init; } = Fit.Letterbox;

    /// <summary>Pictures of more megapixels (millions of pixels) are refused by their header, before memory is taken for them.</summary>
    public int MaxMegapixels { get; init; } = ImageDecoders.DefaultMaxMegapixels;

    /// <summary>1 (grey) or 3 (RGB); null = 1 for IDX files, 3 for image files.</summary>
    public int? Channels { get; init; }

    /// <summary>Share of the training images that becomes the validation split where the source has none.</summary>
    public double ValidationShare { get; init; } = 1.0 / 12;

    /// <summary>Share of all images that becomes the test split where the source has none.</summary>
    public double TestShare { get; init; } = 0.1;

    /// <summary>Partitions, each a Parquet file a split; null = one a core.</summary>
    public int? Partitions { get; init; }

    public bool Overwrite { get; init; }
}
