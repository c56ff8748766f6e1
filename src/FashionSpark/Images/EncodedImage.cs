namespace FashionSpark.Images;

/// <summary>A picture whose header was read and whose pixels were not.</summary>
public abstract class EncodedImage : IDisposable
{
    /// <param name="width">Width in pixels as stored.</param>
    /// <param name="height">Height in pixels as stored.</param>
    /// <param name="orientation">How the stored picture is turned.</param>
    protected EncodedImage(int width, int height, Orientation orientation = Orientation.Upright)
    {
        StoredWidth = width;
        StoredHeight = height;
        Orientation = orientation;
    }

    /// <summary>Width in pixels, upright.</summary>
    public int Width => Orientation.SwapsSides() ? StoredHeight : StoredWidth;

    /// <summary>Height in pixels, upright.</summary>
    public int Height => Orientation.SwapsSides() ? StoredWidth : StoredHeight;

    protected int StoredWidth { get; }

    protected int StoredHeight { get; }

    protected Orientation Orientation { get; }

    /// <summary>Decodes to an upright picture of 1 (grey) or 3 (sRGB) channels, whichever it has, transparency laid on white.</summary>
    /// <param name="reduction">1, 2, 4 or 8: a format that can gives the picture smaller by that factor, at less work; the others ignore it.</param>
    /// <param name="buffers">Where the pixels lie; valid until the buffers are used again.</param>
    /// <exception cref="ImageFormatException">The picture cannot be used; the reason says why.</exception>
    public PixelImage Decode(int reduction, ImageBuffers buffers) => Orientation.Apply(DecodeStored(reduction, buffers), buffers);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Decodes the picture as it is stored.</summary>
    protected abstract PixelImage DecodeStored(int reduction, ImageBuffers buffers);

    protected virtual void Dispose(bool disposing)
    {
    }
}
