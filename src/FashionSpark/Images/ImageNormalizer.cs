namespace FashionSpark.Images;

/// <summary>
/// From encoded bytes to prepared pixels: decode, bring into the box, bring to the channels. The one way there is: the job,
/// the scorer and single predictions all come through here. Any number of threads may use one.
/// </summary>
public sealed class ImageNormalizer
{
    private readonly ImageDecoders _decoders;
    private readonly int _width;
    private readonly int _height;
    private readonly int _channels;
    private readonly Fit _fit;

    /// <param name="decoders">The formats it knows.</param>
    /// <param name="width">Width of the box in pixels.</param>
    /// <param name="height">Height of the box in pixels.</param>
    /// <param name="channels">1 (grey) or 3 (RGB).</param>
    /// <param name="fit">How pictures come into the box; with all but <see cref="Fit.Inside"/> they then have its size.</param>
    public ImageNormalizer(ImageDecoders decoders, int width, int height, int channels, Fit fit)
    {
        _decoders = decoders;
        _width = width;
        _height = height;
        _channels = channels;
        _fit = fit;
    }

    /// <summary>The picture as data sets hold it.</summary>
    /// <exception cref="ImageFormatException">The bytes are no image that can be used.</exception>
    public PixelImage Normalize(ReadOnlyMemory<byte> content)
    {
        using IDisposable? mark = _decoders.Begin(content);
        using ImageBuffers buffers = ImageBuffers.Rent();
        using EncodedImage encoded = _decoders.Open(content);
        Framing framing = Framing.Of(encoded.Width, encoded.Height, _width, _height, _fit);
        var pixels = new byte[framing.Width * framing.Height * _channels];
        framing.Write(encoded.Decode(framing.Reduction, buffers), _channels, pixels, buffers);
        return new PixelImage(framing.Width, framing.Height, _channels, pixels);
    }
}
