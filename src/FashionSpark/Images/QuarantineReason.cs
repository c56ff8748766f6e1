namespace FashionSpark.Images;

/// <summary>Codes of the quarantine table.</summary>
public static class QuarantineReason
{
    /// <summary>No bytes.</summary>
    public const string Empty = "empty";

    /// <summary>Begins like no picture.</summary>
    public const string UnknownFormat = "unknown-format";

    /// <summary>A picture of a format or kind that is not read here: AVIF, HEIC, JPEG 2000, lossless JPEG, float TIFF.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>Ends before its end.</summary>
    public const string Truncated = "truncated";

    /// <summary>Contradicts itself.</summary>
    public const string Corrupt = "corrupt";

    /// <summary>More pixels, or more work, than the limit.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The process died whenever it was decoded.</summary>
    public const string CrashedDecoder = "crashed-decoder";

    public const string UnknownClass = "unknown-class";
    public const string Unreadable = "unreadable";

    /// <summary>Listed, but gone when it was read.</summary>
    public const string Vanished = "vanished";

    /// <summary>Replaced between listing and reading.</summary>
    public const string Changed = "changed";

    /// <summary>Its row in a database does not say where it is, as <c>s3://BUCKET/KEY</c> does.</summary>
    public const string BadAddress = "bad-address";
}
