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

    /// <summary>The picture as data sets hold it.</summary>
    /// <exception cref="ImageFormatException">The bytes are no image that can be used.</exception>
    public PixelImage Normalize(ReadOnlyMemory<byte> content)
    {
        using ImageBuffers buffers = ImageBuffers.Rent();
        using EncodedImage encoded = _decoders.Open(content);
        Framing framing = Framing.Of(encoded.Width, encoded.Height, _width, _height, _fit);
        return framing.Apply(encoded.Decode(framing.Reduction, buffers), _channels, buffers);
    }

    public void Normalize(ReadOnlyMemory<byte> content, Span<byte> pixels) => Normalize(content).Pixels.Span.CopyTo(pixels);
}
