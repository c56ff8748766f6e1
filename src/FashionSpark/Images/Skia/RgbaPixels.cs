using System.Runtime.Intrinsics;

namespace FashionSpark.Images;

/// <summary>From four values a pixel to three, in place. Both return the length of the result in bytes.</summary>
internal static class RgbaPixels
{
    private static readonly Vector128<byte> WithoutAlpha = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);

    public static int DropAlpha(Span<byte> rgba)
    {
        int from = 0;
        int to = 0;

        // A step writes 4 bytes more than it means; they lie before what the next step reads, or are written again.
        for (; from + 16 <= rgba.Length; from += 16, to += 12)
        {
            Vector128.Shuffle(Vector128.Create<byte>(rgba.Slice(from, 16)), WithoutAlpha).CopyTo(rgba[to..]);
        }

        for (; from < rgba.Length; from += 4, to += 3)
        {
            rgba.Slice(from, 3).CopyTo(rgba[to..]);
        }

        return to;
    }

    public static int LayOnWhite(Span<byte> rgba)
    {
        int to = 0;
        for (int from = 0; from < rgba.Length; from += 4, to += 3)
        {
            int alpha = rgba[from + 3];
            for (int channel = 0; channel < 3; channel++)
            {
                int value = (rgba[from + channel] * alpha) + (255 * (255 - alpha));
                rgba[to + channel] = (byte)((value + 127) / 255);
            }
        }

        return to;
    }
}
