namespace FashionSpark.Images;

/// <summary>
/// From encoded bytes to prepared pixels: decode, bring to the channels, bring into the box. The one way there is: the job,
/// the scorer and single predictions all come through here.
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

    /// <summary>The picture as data sets hold it. Its pixels may lie in <paramref name="content"/>.</summary>
    /// <exception cref="ImageFormatException">The bytes are no image that can be used.</exception>
    public PixelImage Normalize(ReadOnlyMemory<byte> content) =>
        Framing.Apply(Channels.Convert(_decoders.Decode(content), _channels), _width, _height, _fit);
}
