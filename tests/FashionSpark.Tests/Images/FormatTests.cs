using FashionSpark.Images;
using FashionSpark.Testing.Data;
using SkiaSharp;

namespace FashionSpark.Tests.Images;

/// <summary>Every kind of lossless file gives exactly the pixels that were put into it.</summary>
public sealed class FormatTests
{
    private const int Width = 13;
    private const int Height = 9;

    private static readonly byte[] Rgb = Decoding.Noise(1, Width * Height * 3);
    private static readonly byte[] Grey = Decoding.Noise(2, Width * Height);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Png_Rgb(bool interlaced)
    {
        byte[] data = interlaced ? TestPng.Interlaced(Rgb, Width, Height) : TestPng.Rows(Rgb, Height);

        AssertPixels(Rgb, 3, TestPng.Write(Width, Height, 8, 2, data, interlaced));
    }

    [Fact]
    public void Png_Grey() => AssertPixels(Grey, 1, TestPng.Write(Width, Height, 8, 0, TestPng.Rows(Grey, Height)));

    [Fact]
    public void Png_16Bits_KeepsTheUpper8()
    {
        byte[] samples = Decoding.Noise(3, Width * Height * 6);

        AssertPixels([.. samples.Where((_, i) => i % 2 == 0)], 3, TestPng.Write(Width, Height, 16, 2, TestPng.Rows(samples, Height)));
    }

    [Fact]
    public void Png_Palette_OneColourTransparent_LiesOnWhite()
    {
        byte[] indices = [.. Grey.Select(value => (byte)(value % 4))];
        byte[] palette = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1, 2, 3];
        byte[] expected = [.. indices.SelectMany(i => i == 3 ? (byte[])[255, 255, 255] : palette[(3 * i)..(3 * i + 3)])];

        AssertPixels(expected, 3, TestPng.Write(Width, Height, 8, 3, TestPng.Rows(indices, Height), chunks: [("PLTE", palette), ("tRNS", [255, 255, 255, 0])]));
    }

    [Fact]
    public void Png_GreyAndAlpha_LiesOnWhite()
    {
        byte[] expected = [.. Enumerable.Range(0, Width * Height).SelectMany(i => Enumerable.Repeat(OnWhite(Grey[i], Rgb[i]), 3))];
        byte[] samples = [.. Enumerable.Range(0, Width * Height).SelectMany(i => (byte[])[Grey[i], Rgb[i]])];

        AssertPixels(expected, 3, TestPng.Write(Width, Height, 8, 4, TestPng.Rows(samples, Height)));
    }

    [Fact]
    public void Png_RgbAndAlpha_LiesOnWhite()
    {
        byte[] samples = Decoding.Noise(4, Width * Height * 4);
        byte[] expected = [.. samples.Chunk(4).SelectMany(p => (byte[])[OnWhite(p[0], p[3]), OnWhite(p[1], p[3]), OnWhite(p[2], p[3])])];

        AssertPixels(expected, 3, TestPng.Write(Width, Height, 8, 6, TestPng.Rows(samples, Height)));
    }

    [Fact]
    public void WebP_Lossless()
    {
        using SKBitmap bitmap = SKBitmap.Decode(TestPng.Write(Width, Height, 8, 2, TestPng.Rows(Rgb, Height)));
        using SKPixmap pixels = bitmap.PeekPixels()!;
        using SKData file = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 50))!;

        AssertPixels(Rgb, 3, file.ToArray());
    }

    [Fact]
    public void Gif_FirstFrameOnly()
    {
        byte[] palette = Decoding.Noise(5, 768);
        byte[] expected = [.. Grey.SelectMany(index => palette[(3 * index)..((3 * index) + 3)])];

        AssertPixels(expected, 3, TestGif.Write(Width, Height, palette, [Grey, Rgb[..Grey.Length]]));
    }

    [Fact]
    public void Gif_OfAThousandFramesWithoutEnd_GivesTheFirst()
    {
        byte[] palette = Decoding.Noise(5, 768);
        byte[] expected = [.. Grey.SelectMany(index => palette[(3 * index)..((3 * index) + 3)])];

        AssertPixels(expected, 3, TestGif.Write(Width, Height, palette, Enumerable.Repeat(Grey, 1000), ends: false));
    }

    [Fact]
    public void Bmp() => AssertPixels(Rgb, 3, TestBmp.Write(Width, Height, Rgb));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tiff_Rgb(bool deflate) => AssertPixels(Rgb, 3, TestTiff.Write(Width, Height, Rgb, deflate));

    [Fact]
    public void Tiff_Grey() => AssertPixels([.. Grey.SelectMany(v => Enumerable.Repeat(v, 3))], 3, TestTiff.Write(Width, Height, Grey));

    [Fact]
    public void Tiff_Turned_StandsUpright()
    {
        PixelImage image = Decoding.Decode(TestTiff.Write(Width, Height, Rgb, changes: (TestTiff.Orientation, 6)));

        Assert.Equal((Height, Width), (image.Width, image.Height));
        Assert.Equal(Rgb.AsSpan((Height - 1) * Width * 3, 3).ToArray(), image.Pixels[..3].ToArray());
    }

    private static byte OnWhite(int value, int alpha) => (byte)(((value * alpha) + (255 * (255 - alpha)) + 127) / 255);

    private static void AssertPixels(byte[] expected, int channels, byte[] file)
    {
        PixelImage image = Decoding.Decode(file);

        Assert.Equal((Width, Height, channels), (image.Width, image.Height, image.Channels));
        Assert.Equal(expected, image.Pixels.ToArray());
    }
}
