namespace FashionSpark.Images;

/// <summary>Between grey and RGB.</summary>
internal static class Channels
{
    /// <summary>Converts pixels of 1 or 3 channels to as many pixels of 1 or 3 channels.</summary>
    public static void Convert(ReadOnlySpan<byte> from, int fromChannels, Span<byte> to, int toChannels)
    {
        if (fromChannels == toChannels)
        {
            from.CopyTo(to);
        }
        else if (toChannels == 1)
        {
            ToGrey(from, to);
        }
        else
        {
            ToRgb(from, to);
        }
    }

    /// <summary>Luma of ITU-R BT.601 in 16 bits of fraction, as most libraries make grey: 0.299 R + 0.587 G + 0.114 B.</summary>
    private static void ToGrey(ReadOnlySpan<byte> rgb, Span<byte> grey)
    {
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to++)
        {
            grey[to] = (byte)(((rgb[from] * 19595) + (rgb[from + 1] * 38470) + (rgb[from + 2] * 7471) + 0x8000) >> 16);
        }
    }

    private static void ToRgb(ReadOnlySpan<byte> grey, Span<byte> rgb)
    {
        for (int i = 0; i < grey.Length; i++)
        {
            rgb.Slice(3 * i, 3).Fill(grey[i]);
        }
    }
}
