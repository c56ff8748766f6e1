namespace FashionSpark.Images;

/// <summary>Codes of the quarantine table.</summary>
public static class QuarantineReason
{
    public const string Empty = "empty";
    public const string UnknownFormat = "unknown-format";
    public const string Truncated = "truncated";
    public const string Corrupt = "corrupt";
    public const string TooLarge = "too-large";
    public const string UnknownClass = "unknown-class";
    public const string Unreadable = "unreadable";
}
