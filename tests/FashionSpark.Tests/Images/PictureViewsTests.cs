using FashionSpark.Images;

namespace FashionSpark.Tests.Images;

public sealed class PictureViewsTests
{
    private static readonly PixelImage Wide = new(4, 2, 1, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });

    [Fact]
    public void Write_LetterboxAndCrop_OneAfterTheOther()
    {
        var views = new PictureViews(2, 2, 1, [Fit.Crop, Fit.Letterbox]);
        var pixels = new byte[views.Length];

        views.Write(Wide, pixels);

        Assert.Equal((2, 8), (views.Count, views.Length));
        Assert.Equal([2, 3, 6, 7], pixels[..4]);
        byte[] letterbox = [.. new ImageNormalizer(ImageDecoders.Default, 2, 2, 1, Fit.Letterbox)
            .Normalize((byte[])[.. new FashionSpark.Datasets.IdxHeader([2, 4]).ToBytes(), 1, 2, 3, 4, 5, 6, 7, 8]).Pixels.Span];
        Assert.Equal(letterbox, pixels[4..]);
    }

    [Fact]
    public void Write_NoViews_IsThePicture()
    {
        var views = new PictureViews(4, 2, 1, []);
        var pixels = new byte[views.Length];

        views.Write(Wide, pixels);

        Assert.Equal((1, true), (views.Count, views.AreThePicture));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], pixels);
    }

    [Theory]
    [InlineData(2, 4, 1)]
    [InlineData(4, 2, 3)]
    public void Write_NoViewsAndAnotherSize_NamesBoth(int width, int height, int channels)
    {
        var views = new PictureViews(width, height, channels, []);

        ModelFormatException e = Assert.Throws<ModelFormatException>(() => views.Write(Wide, new byte[views.Length]));

        Assert.Contains($"takes images of {width} x {height} x {channels}, but the data has one of 4 x 2 x 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inside_IsNoView() =>
        Assert.Throws<ModelFormatException>(() => new PictureViews(2, 2, 1, [Fit.Inside]));
}
