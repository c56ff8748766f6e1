using FashionSpark.Images;
using FashionSpark.Testing.Data;
using SkiaSharp;

namespace FashionSpark.Tests.Images;

public sealed class JpegTests
{
    private const string NoTurbo = "libturbojpeg.so.0 is not here, so there is one decoder only.";

    private static readonly ImageDecoders Turbo = new([new JpegImageDecoder(turbo: true)]);
    private static readonly ImageDecoders Skia = new([new JpegImageDecoder(turbo: false)]);

    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    public void Decode_BothDecoders_GiveTheSameBytesAtEveryReduction(SKJpegEncoderDownsample sampling)
    {
        Assert.SkipUnless(TurboJpeg.IsFound, NoTurbo);
        var random = new Random(7);
        for (int round = 0; round < 30; round++)
        {
            using SKBitmap bitmap = SKBitmap.Decode(TestPictures.Png(round, random.Next(1, 90), random.Next(1, 90)));
            using SKPixmap pixels = bitmap.PeekPixels()!;
            using SKData file = pixels.Encode(new SKJpegEncoderOptions(random.Next(5, 100), sampling, SKJpegEncoderAlphaOption.Ignore))!;

            AssertSame(file.ToArray());
        }
    }

    /// <summary>One photo of twenty.</summary>
    [Fact]
    public void Decode_RealPhotos_GiveTheSameBytesFromBothDecoders()
    {
        Assert.SkipUnless(TurboJpeg.IsFound, NoTurbo);
        Assert.SkipUnless(RealPhotos.AreHere, RealPhotos.Missing);
        int photos = 0;
        foreach (byte[] photo in RealPhotos.Every(20))
        {
            AssertSame(photo);
            photos++;
        }

        Assert.InRange(photos, 180, 200);
    }

    [Theory]
    [InlineData("progressive.jpg", 4)]
    [InlineData("cmyk.jpg", 4)]
    [InlineData("ycck.jpg", 6)]
    public void Decode_OtherKinds_ComesNearTheirPixels(string file, double tolerance)
    {
        PixelImage image = Decoding.Decode(Decoding.File(file));

        // The picture they were made from: red 10 x, green 15 y, blue 120.
        Assert.Equal((24, 16, 3), (image.Width, image.Height, image.Channels));
        double difference = Enumerable.Range(0, 24 * 16).Average(i =>
            Math.Abs(image.Pixels.Span[3 * i] - (i % 24 * 10)) + Math.Abs(image.Pixels.Span[(3 * i) + 1] - (i / 24 * 15)) + Math.Abs(image.Pixels.Span[(3 * i) + 2] - 120)) / 3;
        Assert.InRange(difference, 0, tolerance);
        AssertSame(Decoding.File(file));
    }

    /// <summary>Where pixel (0, 0) and (1, 0) of the upright picture lie in a stored one of 40 x 30.</summary>
    [Theory]
    [InlineData(1, 40, 30, 0, 0, 1, 0)]
    [InlineData(2, 40, 30, 39, 0, 38, 0)]
    [InlineData(3, 40, 30, 39, 29, 38, 29)]
    [InlineData(4, 40, 30, 0, 29, 1, 29)]
    [InlineData(5, 30, 40, 0, 0, 0, 1)]
    [InlineData(6, 30, 40, 0, 29, 0, 28)]
    [InlineData(7, 30, 40, 39, 29, 39, 28)]
    [InlineData(8, 30, 40, 39, 0, 39, 1)]
    public void Decode_Orientation_StandsUpright(int orientation, int width, int height, int firstX, int firstY, int secondX, int secondY)
    {
        byte[] stored = TestPictures.Jpeg(3);
        PixelImage as1 = Decoding.Decode(stored);
        byte[] At(int x, int y) => as1.Pixels.Slice(((y * 40) + x) * 3, 3).ToArray();

        foreach (bool bigEndian in (bool[])[false, true])
        {
            PixelImage image = Decoding.Decode(TestJpeg.WithOrientation(stored, orientation, bigEndian));

            Assert.Equal((width, height), (image.Width, image.Height));
            Assert.Equal([.. At(firstX, firstY), .. At(secondX, secondY)], image.Pixels[..6].ToArray());
            AssertSame(TestJpeg.WithOrientation(stored, orientation, bigEndian));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(255)]
    public void Decode_OrientationThatIsNone_IsUpright(int orientation)
    {
        byte[] stored = TestPictures.Jpeg(3);

        Assert.Equal(Decoding.Decode(stored).Pixels.ToArray(), Decoding.Decode(TestJpeg.WithOrientation(stored, orientation)).Pixels.ToArray());
    }

    /// <summary>EXIF is cut at every length, and each of its bytes set to 255.</summary>
    [Fact]
    public void Decode_BrokenExif_IsIgnored()
    {
        byte[] stored = TestPictures.Jpeg(3);
        byte[] exif = TestJpeg.Exif(6);
        foreach (byte[] broken in Enumerable.Range(0, 24).Select(length => exif[..length])
            .Concat(Enumerable.Range(6, 20).Select(i => (byte[])[.. exif[..i], 255, .. exif[(i + 1)..]])))
        {
            PixelImage image = Decoding.Decode(TestJpeg.WithSegment(stored, 0xe1, broken));

            Assert.Equal(40 * 30, image.Width * image.Height);
        }
    }

    [Theory]
    [InlineData(QuarantineReason.Truncated, 2)]
    [InlineData(QuarantineReason.Truncated, 200)]
    public void Decode_WithoutItsLastBytes_IsTruncatedForBoth(string reason, int bytes)
    {
        byte[] whole = TestPictures.Jpeg(3);

        Assert.Equal(reason, Decoding.Reason(whole[..^bytes], Turbo));
        Assert.Equal(reason, Decoding.Reason(whole[..^bytes], Skia));
    }

    [Fact]
    public void Decode_BytesBehindItsEnd_AreIgnored()
    {
        byte[] whole = TestPictures.Jpeg(3);

        Assert.Equal(Decoding.Decode(whole).Pixels.ToArray(), Decoding.Decode([.. whole, .. Decoding.Noise(1, 999)]).Pixels.ToArray());
        AssertSame([.. whole, .. Decoding.Noise(1, 999)]);
    }

    /// <summary>Frame markers of lossless, hierarchical and arithmetic JPEG.</summary>
    [Theory]
    [InlineData(0xc3)]
    [InlineData(0xc5)]
    [InlineData(0xc9)]
    public void Decode_KindThatIsNotRead_IsUnsupported(int marker)
    {
        byte[] file = TestPictures.Jpeg(3);
        file[file.AsSpan().IndexOf((byte[])[0xff, 0xc0]) + 1] = (byte)marker;

        Assert.Equal(QuarantineReason.Unsupported, Decoding.Reason(file));
    }

    [Fact]
    public void Decode_ThousandsOfScansOfAHugePicture_IsTooLarge()
    {
        byte[] file = Decoding.File("progressive.jpg");
        int frame = file.AsSpan().IndexOf((byte[])[0xff, 0xc2]);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0x27, 0, 0x27, 0);
        int scan = file.AsSpan().LastIndexOf((byte[])[0xff, 0xda]);
        byte[] last = file[scan..^2];

        Assert.Equal(QuarantineReason.TooLarge, Decoding.Reason([.. file[..^2], .. Enumerable.Repeat(last, 1000).SelectMany(s => s), 0xff, 0xd9]));
    }

    private static void AssertSame(byte[] file)
    {
        foreach (int reduction in (int[])[1, 2, 4, 8])
        {
            Assert.True(
                Decoding.Decode(file, reduction, Turbo).Pixels.Span.SequenceEqual(Decoding.Decode(file, reduction, Skia).Pixels.Span),
                $"libturbojpeg and Skia differ at 1/{reduction}.");
        }
    }
}
