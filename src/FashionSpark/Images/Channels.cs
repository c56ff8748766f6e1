namespace FashionSpark.Images;

/// <summary>Between grey and RGB.</summary>
internal static class Channels
{
    public static PixelImage Convert(PixelImage image, int channels)
    {
        if (image.Channels == channels)
        {
            return image;
        }

        byte[] pixels = channels == 1 ? ToGrey(image.Pixels.Span) : ToRgb(image.Pixels.Span);
        return image with { Channels = channels, Pixels = pixels };
    }

    /// <summary>Luma of ITU-R BT.601 in 16 bits of fraction, as most libraries make grey: 0.299 R + 0.587 G + 0.114 B.</summary>
    private static byte[] ToGrey(ReadOnlySpan<byte> rgb)
    {
        var grey = new byte[rgb.Length / 3];
        for (int i = 0; i < grey.Length; i++)
        {
            grey[i] = (byte)(((rgb[3 * i] * 19595) + (rgb[(3 * i) + 1] * 38470) + (rgb[(3 * i) + 2] * 7471) + 0x8000) >> 16);
        }

        return grey;
    }

    private static byte[] ToRgb(ReadOnlySpan<byte> grey)
    {
        var rgb = new byte[grey.Length * 3];
        for (int i = 0; i < grey.Length; i++)
        {
            rgb.AsSpan(3 * i, 3).Fill(grey[i]);
        }

        return rgb;
    }
}
