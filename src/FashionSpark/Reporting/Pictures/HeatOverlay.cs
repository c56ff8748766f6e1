using FashionSpark.Images;
using FashionSpark.Models;

namespace FashionSpark.Reporting;

/// <summary>A heat map laid over a picture: grey where the network is calm, orange where it is active.</summary>
internal static class HeatOverlay
{
    private const float MostOpaque = 0.75f;
    private static readonly float[] Hot = [255, 120, 0];

    /// <summary>Colours in RGB. The map is brought to the picture's size by straight lines between its cells.</summary>
    public static PixelImage Draw(PixelImage picture, HeatMap map)
    {
        var pixels = new byte[picture.Width * picture.Height * 3];
        ReadOnlySpan<byte> source = picture.Pixels.Span;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                float opacity = MostOpaque * map.At((x + 0.5f) / picture.Width, (y + 0.5f) / picture.Height);
                int from = ((y * picture.Width) + x) * picture.Channels;
                float grey = picture.Channels == 1 ? source[from] : ((0.299f * source[from]) + (0.587f * source[from + 1]) + (0.114f * source[from + 2]));
                for (int channel = 0; channel < 3; channel++)
                {
                    pixels[(((y * picture.Width) + x) * 3) + channel] = (byte)MathF.Round((grey * (1 - opacity)) + (Hot[channel] * opacity));
                }
            }
        }

        return new PixelImage(picture.Width, picture.Height, 3, pixels);
    }
}
