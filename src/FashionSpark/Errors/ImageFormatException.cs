namespace FashionSpark;

/// <summary>Bytes that are not an image, or one that cannot be used.</summary>
public sealed class ImageFormatException : FashionSparkException
{
    public ImageFormatException(string reason, string message, Exception? inner = null)
        : base(message, inner)
    {
        Reason = reason;
    }

    /// <summary>Code for the quarantine table, see <see cref="Images.QuarantineReason"/>.</summary>
    public string Reason { get; }

    public override bool IsBadInput => true;
}
