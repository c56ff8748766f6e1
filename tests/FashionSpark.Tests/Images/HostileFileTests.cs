using FashionSpark.Images;
using FashionSpark.Testing.Data;
using SkiaSharp;

namespace FashionSpark.Tests.Images;

/// <summary>Whatever bytes come, the answer is a picture or a reason: never another exception, a crash, or memory beyond the limit.</summary>
public sealed class HostileFileTests
{
    /// <summary>One megapixel: a picture that gets past the limit by a lie would take more memory than the whole test.</summary>
    private static readonly ImageDecoders Small = ImageDecoders.Default.WithLimit(1);

    public static TheoryData<string> Kinds => [.. Samples().Keys];

    [Theory]
    [InlineData("png")]
    [InlineData("gif")]
    [InlineData("bmp")]
    [InlineData("webp")]
    [InlineData("tiff")]
    [InlineData("jpeg")]
    [InlineData("progressive")]
    public void Open_HeaderThatClaimsAHugePicture_IsTooLargeBeforeAnythingIsDecoded(string kind)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        ImageFormatException e = Assert.Throws<ImageFormatException>(() => ImageDecoders.Default.Open(Bomb(kind)));

        Assert.Equal(QuarantineReason.TooLarge, e.Reason);
        Assert.Contains("limit is 100 megapixels", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Open_LimitOfTheCaller_Counts()
    {
        byte[] picture = TestPng.Write(2000, 600, 1, 0, new byte[251 * 600]);

        Assert.Equal(QuarantineReason.TooLarge, Decoding.Reason(picture, Small));
        Assert.Equal(2000, Decoding.Decode(picture, decoders: Small.WithLimit(2)).Width);
    }

    [Fact]
    public void Open_PngFullOfCompressedText_IsTooLarge()
    {
        byte[] text = [.. "k\0\0"u8, .. new byte[2 << 20]];

        Assert.Equal(QuarantineReason.TooLarge, Decoding.Reason(TestPng.Write(1, 1, 8, 0, [0, 0], chunks: [("zTXt", text), ("zTXt", text)])));
    }

    /// <summary>A gigabyte of zeros in one kilobyte a megabyte, behind the pixels of a tiny picture.</summary>
    [Fact]
    public void Decode_PngWithMoreDataThanItsSizeNeeds_TakesOnlyWhatItNeeds()
    {
        PixelImage image = Decoding.Decode(TestPng.Write(8, 8, 8, 0, new byte[64 << 20]));

        Assert.Equal((8, 8), (image.Width, image.Height));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_CutAnywhere_GivesAReason(string kind)
    {
        byte[] whole = Samples()[kind];
        var random = new Random(kind.Length);
        for (int round = 0; round < 40; round++)
        {
            byte[] cut = whole[..random.Next(whole.Length)];

            // An end marker alone may be missing where a format keeps its pixels before it.
            if (Outcome(cut) is string reason)
            {
                Assert.Contains(reason, (string[])[QuarantineReason.Truncated, QuarantineReason.Corrupt, QuarantineReason.UnknownFormat, QuarantineReason.Empty]);
            }
            else
            {
                Assert.True(cut.Length > whole.Length - 16, $"{kind} of {whole.Length} bytes, cut after {cut.Length}, was taken as whole.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_BitsFlipped_GivesAPictureOrAReason(string kind)
    {
        byte[] whole = Samples()[kind];
        var random = new Random(kind.Length + 100);
        for (int round = 0; round < 150; round++)
        {
            byte[] flipped = [.. whole];
            for (int flips = random.Next(1, 20); flips > 0; flips--)
            {
                // Half of them in the header, where sizes and offsets are.
                flipped[random.Next(random.Next(2) == 0 ? Math.Min(64, flipped.Length) : flipped.Length)] ^= (byte)(1 << random.Next(8));
            }

            Outcome(flipped);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_NoiseBehindARealBeginning_GivesAPictureOrAReason(string kind)
    {
        byte[] whole = Samples()[kind];
        for (int round = 0; round < 60; round++)
        {
            Outcome([.. whole[..Math.Min(whole.Length, round)], .. Decoding.Noise(round, 2000)]);
        }
    }

    /// <summary>
    /// Pixels are not compared: coefficients that no encoder writes overflow in one way with vectors and in another without.
    /// </summary>
    [Fact]
    public void Decode_RealPhotosWithBitsFlippedOrCut_HaveTheSameOutcomeFromBothDecoders()
    {
        Assert.SkipUnless(RealPhotos.AreHere, RealPhotos.Missing);
        var turbo = new ImageDecoders([new JpegImageDecoder(turbo: true)], maxMegapixels: 4);
        var skia = new ImageDecoders([new JpegImageDecoder(turbo: false)], maxMegapixels: 4);
        var random = new Random(11);
        foreach (byte[] photo in RealPhotos.Every(12))
        {
            byte[] damaged = random.Next(3) == 0 ? photo[..random.Next(photo.Length)] : photo;
            for (int flips = random.Next(1, 6); flips > 0 && damaged.Length > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            Assert.Equal(Outcome(damaged, skia), Outcome(damaged, turbo));
        }
    }

    [Theory]
    [InlineData("ftypavif", "AVIF")]
    [InlineData("ftypheic", "HEIC")]
    public void Open_FormatThatIsNotRead_IsNamed(string brand, string name)
    {
        byte[] file = [0, 0, 0, 32, .. System.Text.Encoding.ASCII.GetBytes(brand), .. new byte[100]];

        ImageFormatException e = Assert.Throws<ImageFormatException>(() => ImageDecoders.Default.Open(file));

        Assert.Equal(QuarantineReason.Unsupported, e.Reason);
        Assert.StartsWith(name, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestTiff.Compression, 6, QuarantineReason.Unsupported)]
    [InlineData(TestTiff.Compression, 50000, QuarantineReason.Unsupported)]
    [InlineData(TestTiff.Bits, 32, QuarantineReason.Unsupported)]
    [InlineData(TestTiff.Samples, 60000, QuarantineReason.Unsupported)]
    [InlineData(TestTiff.Width, 0, QuarantineReason.Corrupt)]
    [InlineData(TestTiff.StripOffsets, 999_999, QuarantineReason.Truncated)]
    [InlineData(TestTiff.StripLengths, 4_000_000_000, QuarantineReason.Truncated)]
    [InlineData(TestTiff.Photometric, 77, QuarantineReason.Unsupported)]
    [InlineData(TestTiff.RowsPerStrip, 0, QuarantineReason.Corrupt)]
    [InlineData(TestTiff.RowsPerStrip, 4, QuarantineReason.Corrupt)]
    [InlineData(TestTiff.Depth, 1_000_000, QuarantineReason.Unsupported)]
    [InlineData(TestTiff.Sampling, 30_000, QuarantineReason.Unsupported)]
    public void Decode_TiffWithAWrongTag_GivesItsReason(int tag, long value, string reason) =>
        Assert.Equal(reason, Decoding.Reason(TestTiff.Write(8, 8, Decoding.Noise(1, 192), changes: (tag, value))));

    /// <summary>Each would keep LibTiff.NET busy for minutes, or make it ask for gigabytes; none may reach it.</summary>
    public static TheoryData<string, string> TiffBombs => new()
    {
        { QuarantineReason.TooLarge, "1003 tags" },
        { QuarantineReason.TooLarge, "pixels in all their scans" },
        { QuarantineReason.Corrupt, "lie over each other" },
        { QuarantineReason.Corrupt, "is twice" },
        { QuarantineReason.Corrupt, "needs 100000000" },
    };

    [Theory]
    [MemberData(nameof(TiffBombs))]
    public void Open_TiffThatAsksForEndlessWork_IsRefusedBefore(string reason, string message)
    {
        byte[] samples = Decoding.Noise(1, 192);
        byte[] file = message switch
        {
            "1003 tags" => TestTiff.Write(8, 8, samples, changes: [.. Enumerable.Range(40_000, 994).Select(tag => (tag, 1L))]),

            // 20 megapixels in 26 scans: a JPEG of its own may ask for that, LibTiff.NET is slower.
            "pixels in all their scans" => TestTiff.Write(
                1, 1, TestJpeg.WithScans(TestPictures.Jpeg(1), 26, 5000, 4000), changes: [(TestTiff.Width, 5000), (TestTiff.Height, 4000), (TestTiff.Compression, 7), (TestTiff.Samples, 3), (TestTiff.RowsPerStrip, 4000)]),

            // Two values of all the file's bytes, in the same place.
            "lie over each other" => TestTiff.WithEntry(
                TestTiff.WithEntry(TestTiff.Write(8, 8, samples, changes: [(40_000, 0), (40_001, 0)]), 40_000, 1, 300, 0), 40_001, 1, 300, 0),
            "is twice" => TestTiff.WithTagAs(TestTiff.Write(8, 8, samples, changes: (40_000, 100_000)), 40_000, TestTiff.Width),
            _ => TestTiff.Write(8, 8, samples, changes: [(TestTiff.Width, 1), (TestTiff.Height, 100_000_000), (TestTiff.RowsPerStrip, 1)]),
        };

        ImageFormatException e = Assert.Throws<ImageFormatException>(() => ImageDecoders.Default.Open(file));

        Assert.Equal(reason, e.Reason);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TiffOfProgressiveJpeg_IsNotTakenForABomb()
    {
        byte[] jpeg = TestJpeg.WithScans(TestPictures.Jpeg(1), 12, 4000, 4000);

        using EncodedImage image = ImageDecoders.Default.Open(TestTiff.Write(
            1, 1, jpeg, changes: [(TestTiff.Width, 4000), (TestTiff.Height, 4000), (TestTiff.Compression, 7), (TestTiff.Samples, 3), (TestTiff.RowsPerStrip, 4000)]));

        Assert.Equal((4000, 4000), (image.Width, image.Height));
    }

    /// <summary>Null where there is a picture.</summary>
    private static string? Outcome(byte[] file, ImageDecoders? decoders = null)
    {
        try
        {
            PixelImage image = Decoding.Decode(file, 1, decoders ?? Small);
            Assert.Equal(image.Width * image.Height * image.Channels, image.Pixels.Length);
            return null;
        }
        catch (ImageFormatException e)
        {
            return e.Reason;
        }
    }

    private static Dictionary<string, byte[]> Samples()
    {
        byte[] rgb = Decoding.Noise(1, 40 * 30 * 3);
        return new()
        {
            ["png"] = TestPictures.Png(1),
            ["interlaced png"] = TestPng.Write(40, 30, 8, 2, TestPng.Interlaced(rgb, 40, 30), interlaced: true),
            ["jpeg"] = TestJpeg.WithOrientation(TestPictures.Jpeg(1), 6),
            ["progressive"] = Decoding.File("progressive.jpg"),
            ["cmyk"] = Decoding.File("cmyk.jpg"),
            ["webp"] = WebP(),
            ["gif"] = TestGif.Write(40, 30, Decoding.Noise(2, 768), [rgb[..1200]]),
            ["bmp"] = TestBmp.Write(40, 30, rgb),
            ["tiff"] = TestTiff.Write(40, 30, rgb),
            ["deflated tiff"] = TestTiff.Write(40, 30, rgb, deflate: true),
        };
    }

    private static byte[] WebP()
    {
        using SKBitmap bitmap = SKBitmap.Decode(TestPictures.Png(1));
        return bitmap.Encode(SKEncodedImageFormat.Webp, 80).ToArray();
    }

    /// <summary>Small files whose headers claim 60,000 pixels a side and more (WebP: its most, 16,383).</summary>
    private static byte[] Bomb(string kind)
    {
        byte[] file = Samples()[kind];
        switch (kind)
        {
            case "png":
                return TestPng.Write(65535, 65535, 8, 2, new byte[1000]);
            case "gif":
                (file[6], file[7], file[8], file[9]) = (0xff, 0xff, 0xff, 0xff);
                return file;
            case "bmp":
                (file[19], file[20], file[23], file[24]) = (0xff, 0, 0xff, 0);
                return file;
            case "webp":
                // Lossless: a signature, then 14 bits each of width - 1 and height - 1.
                return [.. "RIFF"u8, 32, 0, 0, 0, .. "WEBPVP8L"u8, 20, 0, 0, 0, 0x2f, 0xff, 0xff, 0xff, 0x0f, .. new byte[15]];
            case "tiff":
                return TestTiff.Write(8, 8, Decoding.Noise(1, 192), changes: [(TestTiff.Width, 1_000_000_000), (TestTiff.Height, 1_000_000_000), (TestTiff.RowsPerStrip, 1_000_000_000)]);
            default:
                int frame = file.AsSpan().IndexOf((byte[])[0xff, kind == "jpeg" ? (byte)0xc0 : (byte)0xc2]);
                (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0xff, 0xff, 0xff, 0xff);
                return file;
        }
    }
}
