namespace FashionSpark.Images;

/// <summary>The decoders, asked in order. Formats are told by their first bytes, never by a file's name.</summary>
public sealed class ImageDecoders
{
    /// <summary>Megapixels of a picture unless an option says otherwise: twice what phones take, 300 MB of RGB.</summary>
    public const int DefaultMaxMegapixels = 100;

    /// <summary>The highest limit: four bytes a pixel then still fit into one array.</summary>
    public const int MostMegapixels = 500;

    private const long Mega = 1_000_000;

    private readonly IReadOnlyList<IImageDecoder> _decoders;
    private readonly int _maxMegapixels;
    private readonly DecodeGuard? _guard;

    /// <param name="decoders">Asked in this order.</param>
    /// <param name="maxMegapixels">Larger pictures are refused by their header, before anything is decoded.</param>
    /// <param name="guard">Remembers pictures that take the process down; null = such a picture does so every time.</param>
    public ImageDecoders(IReadOnlyList<IImageDecoder> decoders, int maxMegapixels = DefaultMaxMegapixels, DecodeGuard? guard = null)
    {
        _decoders = decoders;
        _maxMegapixels = maxMegapixels;
        _guard = guard;
    }

    public static ImageDecoders Default { get; } = new([new IdxImageDecoder(), new JpegImageDecoder(), new SkiaImageDecoder(), new TiffImageDecoder()]);

    /// <summary>The same decoders with another limit.</summary>
    public ImageDecoders WithLimit(int maxMegapixels) => maxMegapixels == _maxMegapixels ? this : new(_decoders, maxMegapixels, _guard);

    /// <summary>The same decoders under guard.</summary>
    public ImageDecoders WithGuard(DecodeGuard? guard) => new(_decoders, _maxMegapixels, guard);

    /// <summary>Notes that a picture is being decoded until the mark is disposed; null where nobody needs to know.</summary>
    /// <exception cref="ImageFormatException">The picture takes the process down.</exception>
    public IDisposable? Begin(ReadOnlyMemory<byte> content) =>
        _guard is null || _decoders.Any(decoder => decoder.IsSafe && decoder.CanDecode(content.Span)) ? null : _guard.Begin(content);

    /// <summary>Looks for pictures that took other processes down since.</summary>
    public void Refresh() => _guard?.Refresh();

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
