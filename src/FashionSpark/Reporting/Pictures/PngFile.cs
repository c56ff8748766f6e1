using FashionSpark.Images;
using SkiaSharp;

namespace FashionSpark.Reporting;

/// <summary>Writes PNG files with Skia.</summary>
internal static class PngFile
{
    public static byte[] Encode(PixelImage picture)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(
            picture.Width, picture.Height, picture.Channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        ReadOnlySpan<byte> source = picture.Pixels.Span;
        int bytes = bitmap.BytesPerPixel;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                Span<byte> pixel = target.Slice((y * bitmap.RowBytes) + (x * bytes), bytes);
                pixel[^1] = 255;
                source.Slice(((y * picture.Width) + x) * picture.Channels, picture.Channels).CopyTo(pixel);
            }
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
