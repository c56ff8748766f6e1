using SkiaSharp;

namespace FashionSpark.Images;

/// <summary>Decodes PNG and JPEG with Skia. Transparency is laid on white.</summary>
internal sealed class SkiaImageDecoder : IImageDecoder
{
    /// <summary>Pictures above this are refused from their header, before memory is taken: 100 megapixels are 400 MB of RGBA.</summary>
    public const long PixelLimit = 100_000_000;

    public bool CanDecode(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47]) || head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]);

    public PixelImage Decode(ReadOnlyMemory<byte> content)
    {
        using SKData data = SKData.CreateCopy(content.Span);
        using SKCodec codec = SKCodec.Create(data)
            ?? throw new ImageFormatException(QuarantineReason.Corrupt, "The picture's header cannot be read.");
        SKImageInfo info = codec.Info;
        if ((long)info.Width * info.Height > PixelLimit)
        {
            throw new ImageFormatException(
                QuarantineReason.TooLarge, $"The picture is {info.Width} x {info.Height} pixels; the limit is {PixelLimit / 1_000_000} megapixels.");
        }

        bool grey = info.ColorType == SKColorType.Gray8;
        SKImageInfo target = grey
            ? info
            : new SKImageInfo(info.Width, info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, SKColorSpace.CreateSrgb());
        var pixels = new byte[target.BytesSize];
        SKCodecResult result = Read(codec, target, pixels);
        if (result != SKCodecResult.Success)
        {
            string reason = result == SKCodecResult.IncompleteInput ? QuarantineReason.Truncated : QuarantineReason.Corrupt;
            throw new ImageFormatException(reason, $"The picture of {info.Width} x {info.Height} cannot be decoded: {result}.");
        }

        return new PixelImage(info.Width, info.Height, grey ? 1 : 3, grey ? pixels : OnWhite(pixels));
    }

    private static unsafe SKCodecResult Read(SKCodec codec, SKImageInfo target, byte[] pixels)
    {
        fixed (byte* start = pixels)
        {
            return codec.GetPixels(target, (IntPtr)start);
        }
    }

    private static byte[] OnWhite(byte[] rgba)
    {
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            int alpha = rgba[from + 3];
            for (int channel = 0; channel < 3; channel++)
            {
                int value = (rgba[from + channel] * alpha) + (255 * (255 - alpha));
                rgb[to + channel] = (byte)((value + 127) / 255);
            }
        }

        return rgb;
    }
}
