using FashionSpark.Datasets;
using FashionSpark.Images;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Images;

public sealed class ImageNormalizerTests
{
    [Fact]
    public void Normalize_IdxImageOfTheSize_KeepsEveryPixel()
    {
        byte[] image = [.. new IdxHeader([2, 3]).ToBytes(), 1, 2, 3, 4, 5, 6];
        var pixels = new byte[6];

        new ImageNormalizer(ImageDecoders.Default, width: 3, height: 2, channels: 1, Fit.Letterbox).Normalize(image, pixels);

        Assert.Equal([1, 2, 3, 4, 5, 6], pixels);
    }

    [Fact]
    public void Normalize_Letterbox_CentresAndPadsWithBlack()
    {
        byte[] image = [.. new IdxHeader([2, 4]).ToBytes(), .. Enumerable.Repeat((byte)9, 8)];
        var pixels = new byte[16];

        new ImageNormalizer(ImageDecoders.Default, 4, 4, 1, Fit.Letterbox).Normalize(image, pixels);

        Assert.Equal([0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0], pixels);
    }

    [Fact]
    public void Normalize_Crop_TakesTheMiddle()
    {
        byte[] image = [.. new IdxHeader([2, 4]).ToBytes(), 1, 2, 3, 4, 5, 6, 7, 8];
        var pixels = new byte[4];

        new ImageNormalizer(ImageDecoders.Default, 2, 2, 1, Fit.Crop).Normalize(image, pixels);

        Assert.Equal([2, 3, 6, 7], pixels);
    }

    [Fact]
    public void Normalize_GreyToRgb_RepeatsTheValue()
    {
        byte[] image = [.. new IdxHeader([1, 2]).ToBytes(), 10, 20];
        var pixels = new byte[6];

        new ImageNormalizer(ImageDecoders.Default, 2, 1, 3, Fit.Stretch).Normalize(image, pixels);

        Assert.Equal([10, 10, 10, 20, 20, 20], pixels);
    }

    [Fact]
    public void Normalize_Png_GivesItsPixels()
    {
        var random = new Random(5);
        uint[] colours = [.. Enumerable.Range(0, 12).Select(_ => (uint)random.Next())];
        byte[] expected = [.. colours.SelectMany(c => (byte[])[(byte)(c >> 16), (byte)(c >> 8), (byte)c])];
        var pixels = new byte[36];

        new ImageNormalizer(ImageDecoders.Default, 4, 3, 3, Fit.Letterbox).Normalize(TestPictures.Png(seed: 5, width: 4, height: 3), pixels);

        Assert.Equal(expected, pixels);
    }

    [Fact]
    public void Normalize_Jpeg_ComesNearItsPixels()
    {
        var png = new byte[64 * 64 * 3];
        var jpeg = new byte[64 * 64 * 3];
        var normalizer = new ImageNormalizer(ImageDecoders.Default, 64, 64, 3, Fit.Letterbox);

        normalizer.Normalize(TestPictures.SmoothPng(64), png);
        normalizer.Normalize(TestPictures.SmoothJpeg(64), jpeg);

        Assert.True(png.Zip(jpeg, (a, b) => Math.Abs(a - b)).Average() < 3);
    }

    [Theory]
    [InlineData("", QuarantineReason.Empty)]
    [InlineData("not an image", QuarantineReason.UnknownFormat)]
    [InlineData("\u0089PNG but nothing after it", QuarantineReason.Corrupt)]
    public void Normalize_NoImage_SaysWhy(string content, string reason)
    {
        byte[] bytes = System.Text.Encoding.Latin1.GetBytes(content);

        ImageFormatException e = Assert.Throws<ImageFormatException>(
            () => new ImageNormalizer(ImageDecoders.Default, 8, 8, 3, Fit.Letterbox).Normalize(bytes, new byte[192]));

        Assert.Equal(reason, e.Reason);
    }

    [Fact]
    public void Normalize_HeaderOf65535By65535_IsRefusedBeforeDecoding()
    {
        byte[] bomb = TestPictures.Png(seed: 1);
        bomb.AsSpan(16, 8).Clear();
        (bomb[18], bomb[19], bomb[22], bomb[23]) = (0xff, 0xff, 0xff, 0xff);
        TestPictures.FixPngHeaderChecksum(bomb);

        ImageFormatException e = Assert.Throws<ImageFormatException>(
            () => new ImageNormalizer(ImageDecoders.Default, 8, 8, 3, Fit.Letterbox).Normalize(bomb, new byte[192]));

        Assert.Equal(QuarantineReason.TooLarge, e.Reason);
    }
}
