using FashionSpark.Images;
using FashionSpark.Testing.Data;
using SkiaSharp;

namespace FashionSpark.Tests.Images;

public sealed class ColourTests
{
    public static TheoryData<string, SKEncodedImageFormat> Profiles => new()
    {
        { "Display P3", SKEncodedImageFormat.Png },
        { "Display P3", SKEncodedImageFormat.Jpeg },
        { "Adobe RGB", SKEncodedImageFormat.Png },
        { "Adobe RGB", SKEncodedImageFormat.Jpeg },
    };

    /// <summary>Skia's conversion in floats is what ours in whole numbers must come to.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void Decode_PictureWithAProfile_EqualsSkiasConversionToOne(string profile, SKEncodedImageFormat format)
    {
        byte[] file = WithProfile(profile, format);
        PixelImage image = Decoding.Decode(file);

        using SKCodec codec = SKCodec.Create(new SKMemoryStream(file));
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb());
        Assert.False(codec.Info.ColorSpace!.IsSrgb);
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, out byte[] rgba));
        Assert.Equal(64 * 64, image.Width * image.Height);
        for (int i = 0; i < 64 * 64; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Assert.InRange(image.Pixels.Span[(3 * i) + channel] - rgba[(4 * i) + channel], -1, 1);
            }
        }
    }

    [Fact]
    public void Decode_JpegWithAProfile_IsTheSameFromBothDecoders()
    {
        byte[] file = WithProfile("Display P3", SKEncodedImageFormat.Jpeg);

        Assert.Equal(
            Decoding.Decode(file, 1, new ImageDecoders([new JpegImageDecoder(turbo: false)])).Pixels.ToArray(),
            Decoding.Decode(file, 1, new ImageDecoders([new JpegImageDecoder(turbo: true)])).Pixels.ToArray());
    }

    [Fact]
    public void Decode_ProfileThatIsNone_IsIgnored()
    {
        byte[] plain = TestPictures.SmoothJpeg(64);
        byte[] broken = TestJpeg.WithSegment(plain, 0xe2, [.. "ICC_PROFILE\0"u8, 1, 1, .. Decoding.Noise(1, 500)]);
        byte[] half = TestJpeg.WithSegment(plain, 0xe2, [.. "ICC_PROFILE\0"u8, 1, 2, .. Decoding.Noise(1, 500)]);

        Assert.Equal(Decoding.Decode(plain).Pixels.ToArray(), Decoding.Decode(broken).Pixels.ToArray());
        Assert.Equal(Decoding.Decode(plain).Pixels.ToArray(), Decoding.Decode(half).Pixels.ToArray());
    }

    /// <summary>Noise, so that colours outside sRGB are among it.</summary>
    private static byte[] WithProfile(string profile, SKEncodedImageFormat format)
    {
        using SKColorSpace space = profile == "Display P3"
            ? SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3)
            : SKColorSpace.CreateRgb(SKColorSpaceTransferFn.TwoDotTwo, SKColorSpaceXyz.AdobeRgb);
        using var bitmap = new SKBitmap(new SKImageInfo(64, 64, SKColorType.Rgba8888, SKAlphaType.Opaque, space));
        byte[] pixels = Decoding.Noise(9, bitmap.ByteCount);
        System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKData file = bitmap.Encode(format, 95);
        return file.ToArray();
    }
}
