namespace FashionSpark.Images;

/// <summary>The decoders, asked in order. Formats are told by their first bytes, never by a file's name.</summary>
public sealed class ImageDecoders
{
    /// <summary>Megapixels of a picture unless an option says otherwise: twice what phones take, 300 MB of RGB.</summary>
    public const int DefaultMaxMegapixels = 100;

    private const long Mega = 1_000_000;

    private readonly IReadOnlyList<IImageDecoder> _decoders;
    private readonly int _maxMegapixels;

    /// <param name="decoders">Asked in this order.</param>
    /// <param name="maxMegapixels">Larger pictures are refused by their header, before anything is decoded.</param>
    public ImageDecoders(IReadOnlyList<IImageDecoder> decoders, int maxMegapixels = DefaultMaxMegapixels)
    {
        _decoders = decoders;
        _maxMegapixels = maxMegapixels;
    }

    public static ImageDecoders Default { get; } = new([new IdxImageDecoder(), new JpegImageDecoder(), new SkiaImageDecoder(), new TiffImageDecoder()]);

    /// <summary>The same decoders with another limit.</summary>
    public ImageDecoders WithLimit(int maxMegapixels) => maxMegapixels == _maxMegapixels ? this : new(_decoders, maxMegapixels);

    /// <summary>Reads the header.</summary>
    /// <exception cref="ImageFormatException">No decoder knows the format, or the picture cannot be used.</exception>
    public EncodedImage Open(ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
        {
            throw new ImageFormatException(QuarantineReason.Empty, "The file is empty.");
        }

        IImageDecoder decoder = _decoders.FirstOrDefault(decoder => decoder.CanDecode(content.Span)) ?? throw Unknown(content.Span);
        EncodedImage image = decoder.Open(content);
        if ((long)image.Width * image.Height > _maxMegapixels * Mega)
        {
            using (image)
            {
                throw new ImageFormatException(
                    QuarantineReason.TooLarge, $"The picture is {image.Width} x {image.Height} pixels; the limit is {_maxMegapixels} megapixels (--max-megapixels).");
            }
        }

        return image;
    }

    private static ImageFormatException Unknown(ReadOnlySpan<byte> content) => ForeignFormats.Name(content) is { } name
        ? new ImageFormatException(QuarantineReason.Unsupported, $"{name} is not read here; save the picture as JPEG, PNG or WebP.")
        : new ImageFormatException(
            QuarantineReason.UnknownFormat,
            $"Not an image of a known format (JPEG, PNG, WebP, GIF, BMP, TIFF, IDX): it begins with {Convert.ToHexString(content[..Math.Min(8, content.Length)])}.");
}
