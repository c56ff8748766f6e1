namespace FashionSpark.Images;

/// <summary>
/// From encoded bytes to the pixels of a model: decode, bring to the channels, letterbox, crop or stretch to the size.
/// The one way there is: the job, the scorer and single predictions all come through here.
/// </summary>
public sealed class ImageNormalizer
{
    private readonly ImageDecoders _decoders;
    private readonly int _width;
    private readonly int _height;
    private readonly int _channels;
    private readonly Fit _fit;

    /// <param name="decoders">The formats it knows.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <param name="channels">1 (grey) or 3 (RGB).</param>
    /// <param name="fit">What to do with other proportions.</param>
    public ImageNormalizer(ImageDecoders decoders, int width, int height, int channels, Fit fit)
    {
        _decoders = decoders;
        _width = width;
        _height = height;
        _channels = channels;
        _fit = fit;
    }

    /// <summary>Bytes of one result.</summary>
    public int Length => _width * _height * _channels;

    /// <summary>Writes height x width x channels bytes.</summary>
    /// <exception cref="ImageFormatException">The bytes are no image that can be used.</exception>
    public void Normalize(ReadOnlyMemory<byte> content, Span<byte> pixels)
    {
        PixelImage image = Channels.Convert(_decoders.Decode(content), _channels);
        if (image.Width == _width && image.Height == _height)
        {
            image.Pixels.Span.CopyTo(pixels);
            return;
        }

        switch (_fit)
        {
            case Fit.Stretch:
                Resizer.Resize(image, new PixelRegion(0, 0, image.Width, image.Height), _width, _height).CopyTo(pixels);
                break;
            case Fit.Crop:
                Resizer.Resize(image, LargestCentred(image), _width, _height).CopyTo(pixels);
                break;
            default:
                Letterbox(image, pixels);
                break;
        }
    }

    private void Letterbox(PixelImage image, Span<byte> pixels)
    {
        double scale = Math.Min((double)_width / image.Width, (double)_height / image.Height);
        int width = Math.Clamp((int)Math.Round(image.Width * scale), 1, _width);
        int height = Math.Clamp((int)Math.Round(image.Height * scale), 1, _height);
        ReadOnlySpan<byte> inner = Resizer.Resize(image, new PixelRegion(0, 0, image.Width, image.Height), width, height);
        int left = (_width - width) / 2;
        int top = (_height - height) / 2;
        pixels.Clear();
        for (int row = 0; row < height; row++)
        {
            inner.Slice(row * width * _channels, width * _channels).CopyTo(pixels[((((row + top) * _width) + left) * _channels)..]);
        }
    }

    private PixelRegion LargestCentred(PixelImage image)
    {
        double scale = Math.Min((double)image.Width / _width, (double)image.Height / _height);
        int width = Math.Clamp((int)Math.Round(_width * scale), 1, image.Width);
        int height = Math.Clamp((int)Math.Round(_height * scale), 1, image.Height);
        return new PixelRegion((image.Width - width) / 2, (image.Height - height) / 2, width, height);
    }
}
