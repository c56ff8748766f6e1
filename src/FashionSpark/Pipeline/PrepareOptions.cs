using FashionSpark.Images;

namespace FashionSpark.Pipeline;

/// <summary>Options of <c>prepare</c>: from a source of images to a prepared data set.</summary>
public sealed record PrepareOptions
{
    /// <summary>
    /// Default of <see cref="NearDuplicateDistance"/>. Of 372 test photos every one compressed anew (JPEG quality 20 to 75) or
    /// halved stays within 4 bits, 91 % made brighter by 15 %, 68 % cut by 4 %; of different photos 2 of 713 come that near
    /// to one of 3,068 (9 within 6 bits, 35 within 8).
    /// </summary>
    public const int DefaultNearDuplicateDistance = 4;

    /// <summary>Images with a smaller side are not compared by default: below it different things look alike.</summary>
    public const int SmallestNearDuplicateSide = 64;

    /// <summary>
    /// <c>fashion-mnist</c> or <c>clothing-photos</c> (found or fetched), a folder of IDX files, a folder of images by class, such
    /// a folder in S3 (<c>s3://BUCKET/PREFIX</c>), or a PostgreSQL database (<c>postgres://USER@HOST/DATABASE</c>).
    /// </summary>
    public required string Source { get; init; }

    /// <summary>How S3 is reached, for such a source; null = as the environment says.</summary>
    public S3Options? S3 { get; init; }

    /// <summary>Pictures that visitors of the page corrected, to be added to the training images: a Delta table, or a PostgreSQL database; null = none.</summary>
    public string? Feedback { get; init; }

    /// <summary>Where in a PostgreSQL database the images are, for such a source.</summary>
    public PostgresOptions? Postgres { get; init; }

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

    /// <summary>
    /// Images of different splits whose 64-bit perceptual hashes differ in at most this many bits are reported, 0 to 11;
    /// -1 = do not look; null = 4, or -1 below 64 x 64 pixels, where different things look alike.
    /// </summary>
    public int? NearDuplicateDistance { get; init; }

    /// <summary>Prepare all anew where a data set is there; else it is brought up to date.</summary>
    public bool Overwrite { get; init; }
}
