namespace FashionSpark.Images;

/// <summary>The decoders, asked in order. Formats are told by their first bytes, never by a file's name.</summary>
public sealed class ImageDecoders
{
    private readonly IReadOnlyList<IImageDecoder> _decoders;

    public ImageDecoders(IReadOnlyList<IImageDecoder> decoders) => _decoders = decoders;

    public static ImageDecoders Default { get; } = new([new IdxImageDecoder(), new SkiaImageDecoder()]);

    /// <exception cref="ImageFormatException">No decoder knows the format, or the picture cannot be used.</exception>
    public PixelImage Decode(ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
        {
            throw new ImageFormatException(QuarantineReason.Empty, "The file is empty.");
        }

        foreach (IImageDecoder decoder in _decoders)
        {
            if (decoder.CanDecode(content.Span))
            {
                return decoder.Decode(content);
            }
        }

        string head = Convert.ToHexString(content.Span[..Math.Min(8, content.Length)]);
        throw new ImageFormatException(QuarantineReason.UnknownFormat, $"Not an image of a known format (PNG, JPEG, IDX): it begins with {head}.");
    }
}
