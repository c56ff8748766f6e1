namespace FashionSpark.Images;

/// <summary>Decoding to a half, a quarter or an eighth of each side, which JPEG can do while it decodes and at less work.</summary>
internal static class Reduction
{
    /// <summary>
    /// The reduced picture stays at least this many times the size it is resized to, so that the resizer still has pixels to choose from.
    /// </summary>
    private const int Gap = 2;

    /// <summary>The largest reduction that leaves enough for a region to be resized to a target.</summary>
    public static int For(PixelRegion region, int width, int height)
    {
        int reduction = 8;
        while (reduction > 1 && (region.Width < (long)Gap * reduction * width || region.Height < (long)Gap * reduction * height))
        {
            reduction /= 2;
        }

        return reduction;
    }

    /// <summary>A side after a reduction: a pixel that is there in part stays.</summary>
    public static int Of(int side, int reduction) => (side + reduction - 1) / reduction;
}
