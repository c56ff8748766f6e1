namespace FashionSpark.Images;

/// <summary>Brings decoded pictures into a box of width x height. The one way there is, for data sets and for the views of a model.</summary>
internal static class Framing
{
    public static PixelImage Apply(PixelImage image, int width, int height, Fit fit) => fit switch
    {
        _ when image.Width == width && image.Height == height => image,
        Fit.Letterbox => Letterbox(image, width, height),
        Fit.Crop => Resized(image, LargestCentred(image, width, height), width, height),
        Fit.Stretch => Resized(image, Whole(image), width, height),
        Fit.Inside => Inside(image, width, height),
        _ => throw new ArgumentOutOfRangeException(nameof(fit), fit, "Not a fit."),
    };

    private static PixelImage Inside(PixelImage image, int width, int height)
    {
        if (image.Width <= width && image.Height <= height)
        {
            return image;
        }

        (int innerWidth, int innerHeight) = LargestWithin(image, width, height);
        return Resized(image, Whole(image), innerWidth, innerHeight);
    }

    private static PixelImage Letterbox(PixelImage image, int width, int height)
    {
        (int innerWidth, int innerHeight) = LargestWithin(image, width, height);
        ReadOnlySpan<byte> inner = Resizer.Resize(image, Whole(image), innerWidth, innerHeight);
        int left = (width - innerWidth) / 2;
        int top = (height - innerHeight) / 2;
        int line = innerWidth * image.Channels;
        var pixels = new byte[width * height * image.Channels];
        for (int row = 0; row < innerHeight; row++)
        {
            inner.Slice(row * line, line).CopyTo(pixels.AsSpan((((row + top) * width) + left) * image.Channels));
        }

        return new PixelImage(width, height, image.Channels, pixels);
    }

    private static PixelImage Resized(PixelImage image, PixelRegion region, int width, int height) =>
        new(width, height, image.Channels, Resizer.Resize(image, region, width, height));

    private static PixelRegion Whole(PixelImage image) => new(0, 0, image.Width, image.Height);

    /// <summary>The size that the whole picture takes in the box.</summary>
    private static (int Width, int Height) LargestWithin(PixelImage image, int width, int height)
    {
        double scale = Math.Min((double)width / image.Width, (double)height / image.Height);
        return (Math.Clamp((int)Math.Round(image.Width * scale), 1, width), Math.Clamp((int)Math.Round(image.Height * scale), 1, height));
    }

    private static PixelRegion LargestCentred(PixelImage image, int width, int height)
    {
        double scale = Math.Min((double)image.Width / width, (double)image.Height / height);
        int innerWidth = Math.Clamp((int)Math.Round(width * scale), 1, image.Width);
        int innerHeight = Math.Clamp((int)Math.Round(height * scale), 1, image.Height);
        return new PixelRegion((image.Width - innerWidth) / 2, (image.Height - innerHeight) / 2, innerWidth, innerHeight);
    }
}
