namespace FashionSpark.Images;

/// <summary>From encoded bytes of some formats to pixels. The same bytes give the same pixels everywhere.</summary>
public interface IImageDecoder
{
    /// <summary>Whether bytes that begin like this are of a format it reads.</summary>
    bool CanDecode(ReadOnlySpan<byte> head);

    /// <summary>Decodes to 1 (grey) or 3 (sRGB) channels, whichever the picture has.</summary>
    /// <exception cref="ImageFormatException">The picture cannot be used; the reason says why.</exception>
    PixelImage Decode(ReadOnlyMemory<byte> content);
}
