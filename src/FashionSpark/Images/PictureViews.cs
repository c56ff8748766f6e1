namespace FashionSpark.Images;

/// <summary>
/// The views in which a model looks at a prepared picture: each is the picture brought to the model's input size in one
/// way. Mirror images are not among them; a graph makes those itself.
/// </summary>
public sealed class PictureViews
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _channels;
    private readonly IReadOnlyList<Fit> _fits;

    /// <param name="width">Width of the model's input in pixels.</param>
    /// <param name="height">Height of the model's input in pixels.</param>
    /// <param name="channels">1 (grey) or 3 (RGB).</param>
    /// <param name="fits">How the picture is brought to that size, a view each; none = one view, the picture as it is, which must have that size.</param>
    /// <exception cref="ModelFormatException">A view that does not give the model's size.</exception>
    public PictureViews(int width, int height, int channels, IReadOnlyList<Fit> fits)
    {
        if (fits.Contains(Fit.Inside))
        {
            throw new ModelFormatException("A view has the size of the model's input, which 'inside' does not give. Train the model again.");
        }

        _width = width;
        _height = height;
        _channels = channels;
        _fits = fits;
    }

    /// <summary>Views of a picture.</summary>
    public int Count => Math.Max(1, _fits.Count);

    /// <summary>Whether a prepared picture is the one view itself.</summary>
    public bool AreThePicture => _fits.Count == 0;

    /// <summary>Bytes of all views of one picture.</summary>
    public int Length => Count * ViewLength;

    private int ViewLength => _width * _height * _channels;

    /// <summary>Writes the views of a picture one after the other: <see cref="Length"/> bytes.</summary>
    /// <exception cref="ModelFormatException">The picture has other channels, or another size and there is only the picture as it is.</exception>
    public void Write(PixelImage picture, Span<byte> pixels)
    {
        if (picture.Channels != _channels || (AreThePicture && (picture.Width != _width || picture.Height != _height)))
        {
            throw new ModelFormatException(
                $"The model takes images of {_width} x {_height} x {_channels}, but the data has one of {picture.Width} x {picture.Height} x {picture.Channels}. Prepare the data with the model's size.");
        }

        if (AreThePicture)
        {
            picture.Pixels.Span.CopyTo(pixels);
        }

        using ImageBuffers buffers = ImageBuffers.Rent();
        for (int view = 0; view < _fits.Count; view++)
        {
            Framing.Of(picture.Width, picture.Height, _width, _height, _fits[view])
                .Write(picture, _channels, pixels.Slice(view * ViewLength, ViewLength), buffers);
        }
    }
}
