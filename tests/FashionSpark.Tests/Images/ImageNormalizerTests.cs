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

        PixelImage picture = new ImageNormalizer(ImageDecoders.Default, width: 3, height: 2, channels: 1, Fit.Letterbox).Normalize(image);

        Assert.Equal([1, 2, 3, 4, 5, 6], picture.Pixels.ToArray());
    }

    [Fact]
    public void Normalize_Letterbox_CentresAndPadsWithBlack()
    {
        byte[] image = [.. new IdxHeader([2, 4]).ToBytes(), .. Enumerable.Repeat((byte)9, 8)];

        PixelImage picture = new ImageNormalizer(ImageDecoders.Default, 4, 4, 1, Fit.Letterbox).Normalize(image);

        Assert.Equal([0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0], picture.Pixels.ToArray());
    }

    [Fact]
    public void Normalize_Crop_TakesTheMiddle()
    {
        byte[] image = [.. new IdxHeader([2, 4]).ToBytes(), 1, 2, 3, 4, 5, 6, 7, 8];

        PixelImage picture = new ImageNormalizer(ImageDecoders.Default, 2, 2, 1, Fit.Crop).Normalize(image);

        Assert.Equal([2, 3, 6, 7], picture.Pixels.ToArray());
    }

    [Theory]
    [InlineData(40, 30, 20, 20, 15)]
    [InlineData(30, 40, 20, 15, 20)]
    [InlineData(20, 12, 20, 20, 12)]
    [InlineData(9, 5, 20, 9, 5)]
    [InlineData(400, 1, 20, 20, 1)]
    public void Normalize_Inside_KeepsProportionsAndNeverEnlarges(int width, int height, int box, int expectedWidth, int expectedHeight)
    {
        PixelImage picture = new ImageNormalizer(ImageDecoders.Default, box, box, 3, Fit.Inside).Normalize(TestPictures.Png(seed: 2, width, height));

        Assert.Equal((expectedWidth, expectedHeight, 3), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(expectedWidth * expectedHeight * 3, picture.Pixels.Length);
    }

    [Fact]
    public void Normalize_GreyToRgb_RepeatsTheValue()
    {
        byte[] image = [.. new IdxHeader([1, 2]).ToBytes(), 10, 20];

        PixelImage picture = new ImageNormalizer(ImageDecoders.Default, 2, 1, 3, Fit.Stretch).Normalize(image);

        Assert.Equal([10, 10, 10, 20, 20, 20], picture.Pixels.ToArray());
    }

    [Fact]
    public void Normalize_Png_GivesItsPixels()
    {
        var random = new Random(5);
        uint[] colours = [.. Enumerable.Range(0, 12).Select(_ => (uint)random.Next())];
        byte[] expected = [.. colours.SelectMany(c => (byte[])[(byte)(c >> 16), (byte)(c >> 8), (byte)c])];

        PixelImage picture = new ImageNormalizer(ImageDecoders.Default, 4, 3, 3, Fit.Letterbox).Normalize(TestPictures.Png(seed: 5, width: 4, height: 3));

        Assert.Equal(expected, picture.Pixels.ToArray());
    }

    [Fact]
    public void Normalize_Jpeg_ComesNearItsPixels()
    {
        var normalizer = new ImageNormalizer(ImageDecoders.Default, 64, 64, 3, Fit.Letterbox);

        byte[] png = normalizer.Normalize(TestPictures.SmoothPng(64)).Pixels.ToArray();
        byte[] jpeg = normalizer.Normalize(TestPictures.SmoothJpeg(64)).Pixels.ToArray();

        Assert.True(png.Zip(jpeg, (a, b) => Math.Abs(a - b)).Average() < 3);
    }

    [Theory]
    [InlineData("", QuarantineReason.Empty)]
    [InlineData("not an image", QuarantineReason.UnknownFormat)]
    [InlineData("\u0089PNG but nothing after it", QuarantineReason.Truncated)]
    public void Normalize_NoImage_SaysWhy(string content, string reason)
    {
        byte[] bytes = System.Text.Encoding.Latin1.GetBytes(content);

        ImageFormatException e = Assert.Throws<ImageFormatException>(
            () => new ImageNormalizer(ImageDecoders.Default, 8, 8, 3, Fit.Letterbox).Normalize(bytes));

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
            () => new ImageNormalizer(ImageDecoders.Default, 8, 8, 3, Fit.Letterbox).Normalize(bomb));

        Assert.Equal(QuarantineReason.TooLarge, e.Reason);
    }
}
