namespace FashionSpark.Images;

/// <summary>
/// How a picture comes into a box of width x height: which part of it, to which size, where. The one way there is, for data sets
/// and for the views of a model.
/// </summary>
internal sealed class Framing
{
    private readonly int _imageWidth;
    private readonly int _imageHeight;
    private readonly PixelRegion _region;
    private readonly PixelRegion _inner;

    private Framing(int imageWidth, int imageHeight, PixelRegion region, PixelRegion inner, int width, int height)
    {
        _imageWidth = imageWidth;
        _imageHeight = imageHeight;
        _region = region;
        _inner = inner;
        Width = width;
        Height = height;
    }

    /// <summary>Width of the result in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the result in pixels.</summary>
    public int Height { get; }

    /// <summary>How much smaller the picture may be decoded.</summary>
    public int Reduction => Images.Reduction.For(_region, _inner.Width, _inner.Height);

    /// <summary>For a picture of a size that is not decoded yet.</summary>
    public static Framing Of(int imageWidth, int imageHeight, int width, int height, Fit fit)
    {
        var whole = new PixelRegion(0, 0, imageWidth, imageHeight);
        (int innerWidth, int innerHeight) = LargestWithin(imageWidth, imageHeight, width, height);
        Framing Make(PixelRegion region, PixelRegion inner, int w, int h) => new(imageWidth, imageHeight, region, inner, w, h);
        return fit switch
        {
            Fit.Letterbox => Make(whole, new PixelRegion((width - innerWidth) / 2, (height - innerHeight) / 2, innerWidth, innerHeight), width, height),
            Fit.Crop => Make(LargestCentred(imageWidth, imageHeight, width, height), new PixelRegion(0, 0, width, height), width, height),
            Fit.Stretch => Make(whole, new PixelRegion(0, 0, width, height), width, height),
            Fit.Inside when imageWidth <= width && imageHeight <= height => Make(whole, whole, imageWidth, imageHeight),
            Fit.Inside => Make(whole, new PixelRegion(0, 0, innerWidth, innerHeight), innerWidth, innerHeight),
            _ => throw new ArgumentOutOfRangeException(nameof(fit), fit, "Not a fit."),
        };
    }

    /// <summary>Writes width x height x channels bytes.</summary>
    /// <param name="image">A picture of the size this framing is for, or reduced.</param>
    /// <param name="channels">1 (grey) or 3 (RGB).</param>
    /// <param name="pixels">The result.</param>
    /// <param name="buffers">Memory on the way.</param>
    public void Write(PixelImage image, int channels, Span<byte> pixels, ImageBuffers buffers)
    {
        if (_inner.Width < Width || _inner.Height < Height)
        {
            pixels.Clear();
        }

        Span<byte> target = pixels[(((_inner.Top * Width) + _inner.Left) * channels)..];
        if (image.Channels == channels)
        {
            Resize(image, target, Width * channels, buffers);
            return;
        }

        int stride = _inner.Width * image.Channels;
        Span<byte> resized = buffers.Resized.Take(_inner.Height * stride).Span;
        Resize(image, resized, stride, buffers);
        for (int row = 0; row < _inner.Height; row++)
        {
            Channels.Convert(resized.Slice(row * stride, stride), image.Channels, target.Slice(row * Width * channels, _inner.Width * channels), channels);
        }
    }

    private void Resize(PixelImage image, Span<byte> target, int stride, ImageBuffers buffers)
    {
        PixelRegion region = RegionOf(image);
        if (region.Width != _inner.Width || region.Height != _inner.Height)
        {
            Resizer.Resize(image, region, _inner.Width, _inner.Height, target, stride, buffers);
            return;
        }

        int length = region.Width * image.Channels;
        for (int row = 0; row < region.Height; row++)
        {
            image.Pixels.Span.Slice((((row + region.Top) * image.Width) + region.Left) * image.Channels, length).CopyTo(target[(row * stride)..]);
        }
    }

    /// <summary>In a reduced picture the part lies where it lay, to the nearest pixel.</summary>
    private PixelRegion RegionOf(PixelImage image)
    {
        (int left, int width) = Reduced(_region.Left, _region.Width, _imageWidth, image.Width);
        (int top, int height) = Reduced(_region.Top, _region.Height, _imageHeight, image.Height);
        return new PixelRegion(left, top, width, height);
    }

    private static (int Start, int Length) Reduced(int start, int length, int side, int reducedSide)
    {
        int Scaled(int position) => (int)((((long)position * reducedSide) + (side / 2)) / side);
        return (Scaled(start), Math.Max(1, Scaled(start + length) - Scaled(start)));
    }

    /// <summary>The size that the whole picture takes in the box.</summary>
    private static (int Width, int Height) LargestWithin(int imageWidth, int imageHeight, int width, int height)
    {
        double scale = Math.Min((double)width / imageWidth, (double)height / imageHeight);
        return (Math.Clamp((int)Math.Round(imageWidth * scale), 1, width), Math.Clamp((int)Math.Round(imageHeight * scale), 1, height));
    }

    private static PixelRegion LargestCentred(int imageWidth, int imageHeight, int width, int height)
    {
        double scale = Math.Min((double)imageWidth / width, (double)imageHeight / height);
        int innerWidth = Math.Clamp((int)Math.Round(width * scale), 1, imageWidth);
        int innerHeight = Math.Clamp((int)Math.Round(height * scale), 1, imageHeight);
        return new PixelRegion((imageWidth - innerWidth) / 2, (imageHeight - innerHeight) / 2, innerWidth, innerHeight);
    }
}
