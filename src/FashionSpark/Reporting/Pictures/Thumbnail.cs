using FashionSpark.Images;

namespace FashionSpark.Reporting;

/// <summary>Pictures small enough to lie in a page by the dozen.</summary>
internal static class Thumbnail
{
    /// <summary>Pixels of the longer side: 25 kB a photo as PNG.</summary>
    private const int Side = 112;

    /// <summary>The picture itself where it is small already.</summary>
    public static PixelImage Of(PixelImage picture)
    {
        var framing = Framing.Of(picture.Width, picture.Height, Side, Side, Fit.Inside);
        if (framing.Width == picture.Width && framing.Height == picture.Height)
        {
            return picture;
        }

        using ImageBuffers buffers = ImageBuffers.Rent();
        var pixels = new byte[framing.Width * framing.Height * picture.Channels];
        framing.Write(picture, picture.Channels, pixels, buffers);
        return new PixelImage(framing.Width, framing.Height, picture.Channels, pixels);
    }
}
