using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;

namespace FashionSpark.Images;

/// <summary>A TIFF whose directory was read and found good.</summary>
internal sealed class TiffImage : EncodedImage
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly TiffHeader _header;

    static TiffImage() => Tiff.SetErrorHandler(new TiffMessages());

    public TiffImage(ReadOnlyMemory<byte> content, TiffHeader header)
        : base(header.Width, header.Height, header.Orientation)
    {
        _content = content;
        _header = header;
    }

    protected override PixelImage DecodeStored(int reduction, ImageBuffers buffers)
    {
        int[] raster = ReadRaster();
        Span<byte> rgba = MemoryMarshal.AsBytes(raster.AsSpan());
        Memory<byte> pixels = buffers.Decoded.Take(checked(raster.Length * 3));
        Span<byte> rgb = pixels.Span;

        // Colours come multiplied with their alpha, so white need only fill up what is missing.
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            int white = 255 - rgba[from + 3];
            rgb[to] = (byte)Math.Min(255, rgba[from] + white);
            rgb[to + 1] = (byte)Math.Min(255, rgba[from + 1] + white);
            rgb[to + 2] = (byte)Math.Min(255, rgba[from + 2] + white);
        }

        var image = new PixelImage(StoredWidth, StoredHeight, 3, pixels);
        using SKColorSpace? space = _header.Profile.Length > 0 ? ColourTransform.SpaceOf(_header.Profile) : null;
        return ColourTransform.ToSrgb(space)?.Apply(image, buffers.Decoded) ?? image;
    }

    /// <summary>Red, green, blue, alpha in the bytes of each number, from the top down as stored.</summary>
    private int[] ReadRaster()
    {
        try
        {
            TiffMessages.Last = null;
            using var stream = new MemoryStream(MemoryMarshal.TryGetArray(_content, out ArraySegment<byte> bytes) ? bytes.Array! : _content.ToArray(), bytes.Offset, _content.Length, writable: false);
            using Tiff tiff = Tiff.ClientOpen("picture", "r", stream, new TiffStream()) ?? throw Failed();
            if (!tiff.RGBAImageOK(out string message))
            {
                throw new ImageFormatException(QuarantineReason.Unsupported, $"The TIFF is of a kind that is not read: {message}.");
            }

            // We turn it ourselves: LibTiff turns only some ways.
            tiff.SetField(TiffTag.ORIENTATION, BitMiracle.LibTiff.Classic.Orientation.TOPLEFT);
            int[] raster = GC.AllocateUninitializedArray<int>(checked(StoredWidth * StoredHeight));
            return tiff.ReadRGBAImageOriented(StoredWidth, StoredHeight, raster, BitMiracle.LibTiff.Classic.Orientation.TOPLEFT, stopOnError: true) ? raster : throw Failed();
        }
        catch (Exception e) when (e is not ImageFormatException)
        {
            // A library for well-formed files: with others it fails as it falls.
            throw new ImageFormatException(QuarantineReason.Corrupt, $"The TIFF cannot be decoded: {e.Message}", e);
        }
    }

    private static ImageFormatException Failed() => new(QuarantineReason.Corrupt, $"The TIFF cannot be decoded: {TiffMessages.Last ?? "no reason was given"}.");
}
