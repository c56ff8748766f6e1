using System.Buffers;
using SkiaSharp;

namespace FashionSpark.Images;

/// <summary>A picture in Skia's hands: header at once, pixels on demand.</summary>
internal sealed unsafe class SkiaPicture : IDisposable
{
    private readonly MemoryHandle _pin;
    private readonly SKData? _data;
    private readonly SKCodec _codec;

    /// <param name="content">The encoded bytes; not copied, so they must stay as they are.</param>
    /// <exception cref="ImageFormatException">The header cannot be read.</exception>
    public SkiaPicture(ReadOnlyMemory<byte> content)
    {
        _pin = content.Pin();
        try
        {
            _data = SKData.Create((nint)_pin.Pointer, content.Length);
            _codec = SKCodec.Create(new SKMemoryStream(_data), out SKCodecResult result)
                ?? throw new ImageFormatException(ReasonOf(result), $"The picture's header cannot be read: {result}.");
        }
        catch
        {
            _data?.Dispose();
            _pin.Dispose();
            throw;
        }
    }

    public int Width => _codec.Info.Width;

    public int Height => _codec.Info.Height;

    public Orientation Orientation => OrientationExtensions.FromTag((int)_codec.EncodedOrigin);

    public SKColorSpace? ColourSpace => _codec.Info.ColorSpace;

    /// <summary>Decodes the first frame, transparency laid on white.</summary>
    /// <param name="reduction">Above 1 for JPEG only.</param>
    /// <param name="transform">What the decoded colours still need; null = nothing.</param>
    /// <param name="convertsColour">Whether Skia brings the colours to sRGB, by the profile in the picture.</param>
    /// <param name="buffer">Where the pixels lie.</param>
    public PixelImage Decode(int reduction, ColourTransform? transform, bool convertsColour, PixelBuffer buffer)
    {
        SKImageInfo info = _codec.Info;
        bool grey = info.ColorType == SKColorType.Gray8;
        bool opaque = info.IsOpaque;
        using SKColorSpace? space = convertsColour && !grey ? SKColorSpace.CreateSrgb() : null;
        var target = new SKImageInfo(
            Reduction.Of(info.Width, reduction),
            Reduction.Of(info.Height, reduction),
            grey ? SKColorType.Gray8 : SKColorType.Rgba8888,
            opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul,
            space);
        Memory<byte> pixels = buffer.Take(checked(target.Width * target.Height * (grey ? 1 : 4)));
        SKCodecResult result;
        fixed (byte* start = pixels.Span)
        {
            result = _codec.GetPixels(target, (nint)start, target.RowBytes, SKCodecOptions.Default);
        }

        if (result != SKCodecResult.Success)
        {
            throw new ImageFormatException(ReasonOf(result), $"The picture of {info.Width} x {info.Height} pixels cannot be decoded: {result}.");
        }

        if (grey)
        {
            return new PixelImage(target.Width, target.Height, 1, pixels);
        }

        int length = opaque ? RgbaPixels.DropAlpha(pixels.Span) : RgbaPixels.LayOnWhite(pixels.Span);
        var image = new PixelImage(target.Width, target.Height, 3, pixels[..length]);
        return transform?.Apply(image, buffer) ?? image;
    }

    public void Dispose()
    {
        _codec.Dispose();
        _data?.Dispose();
        _pin.Dispose();
    }

    private static string ReasonOf(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => QuarantineReason.Truncated,
        SKCodecResult.Unimplemented => QuarantineReason.Unsupported,
        _ => QuarantineReason.Corrupt,
    };
}
