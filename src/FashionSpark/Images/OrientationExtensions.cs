namespace FashionSpark.Images;

/// <summary>Turns pictures upright.</summary>
internal static class OrientationExtensions
{
    /// <summary>Any number of a file; what is no orientation is upright, as viewers have it.</summary>
    public static Orientation FromTag(int value) => value is >= 1 and <= 8 ? (Orientation)value : Orientation.Upright;

    public static bool SwapsSides(this Orientation orientation) => orientation >= Orientation.Transpose;

    public static PixelImage Apply(this Orientation orientation, PixelImage image, ImageBuffers buffers)
    {
        if (orientation == Orientation.Upright)
        {
            return image;
        }

        int width = orientation.SwapsSides() ? image.Height : image.Width;
        int height = orientation.SwapsSides() ? image.Width : image.Height;
        Memory<byte> upright = buffers.Upright.Take(image.Pixels.Length);
        Copy(orientation, image, width, height, upright.Span);
        return new PixelImage(width, height, image.Channels, upright);
    }

    /// <summary>Upright pixel (x, y) lies in the stored picture at an origin plus x and y times two steps.</summary>
    private static void Copy(Orientation orientation, PixelImage image, int width, int height, Span<byte> upright)
    {
        int channels = image.Channels;
        int right = channels;
        int down = image.Width * channels;
        int lastColumn = (image.Width - 1) * right;
        int lastRow = (image.Height - 1) * down;
        (int origin, int stepX, int stepY) = orientation switch
        {
            Orientation.MirrorHorizontally => (lastColumn, -right, down),
            Orientation.Rotate180 => (lastColumn + lastRow, -right, -down),
            Orientation.MirrorVertically => (lastRow, right, -down),
            Orientation.Transpose => (0, down, right),
            Orientation.RotateClockwise => (lastRow, -down, right),
            Orientation.Transverse => (lastColumn + lastRow, -down, -right),
            _ => (lastColumn, down, -right),
        };
        ReadOnlySpan<byte> stored = image.Pixels.Span;
        int target = 0;
        for (int y = 0; y < height; y++)
        {
            int from = origin + (y * stepY);
            for (int x = 0; x < width; x++, from += stepX)
            {
                upright[target++] = stored[from];
                if (channels == 3)
                {
                    upright[target++] = stored[from + 1];
                    upright[target++] = stored[from + 2];
                }
            }
        }
    }
}
