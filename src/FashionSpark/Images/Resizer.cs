namespace FashionSpark.Images;

/// <summary>
/// Two-pass Lanczos-3 in whole numbers, so that every machine gives the same bytes. When a picture shrinks, the kernel
/// is widened by the factor and so takes in every source pixel.
/// </summary>
internal static class Resizer
{
    /// <summary>Resizes a region of a picture; the result has the picture's channels.</summary>
    public static byte[] Resize(PixelImage image, PixelRegion region, int width, int height)
    {
        ResizeWeights columns = ResizeWeights.Lanczos3(region.Width, width);
        ResizeWeights rows = ResizeWeights.Lanczos3(region.Height, height);
        byte[] narrow = Horizontal(image, region, columns);
        return Vertical(narrow, width * image.Channels, rows);
    }

    private static byte[] Horizontal(PixelImage image, PixelRegion region, ResizeWeights weights)
    {
        int channels = image.Channels;
        int width = weights.Starts.Length;
        ReadOnlySpan<byte> source = image.Pixels.Span;
        var result = new byte[region.Height * width * channels];
        for (int row = 0; row < region.Height; row++)
        {
            ReadOnlySpan<byte> line = source.Slice((((row + region.Top) * image.Width) + region.Left) * channels, region.Width * channels);
            Span<byte> target = result.AsSpan(row * width * channels, width * channels);
            for (int x = 0; x < width; x++)
            {
                ReadOnlySpan<int> taps = weights.Of(x);
                ReadOnlySpan<byte> pixels = line[(weights.Starts[x] * channels)..];
                for (int channel = 0; channel < channels; channel++)
                {
                    int sum = ResizeWeights.Half;
                    for (int tap = 0; tap < taps.Length; tap++)
                    {
                        sum += taps[tap] * pixels[(tap * channels) + channel];
                    }

                    target[(x * channels) + channel] = ResizeWeights.ToByte(sum);
                }
            }
        }

        return result;
    }

    private static byte[] Vertical(byte[] source, int rowLength, ResizeWeights weights)
    {
        int height = weights.Starts.Length;
        var result = new byte[height * rowLength];
        var sums = new int[rowLength];
        for (int y = 0; y < height; y++)
        {
            Array.Fill(sums, ResizeWeights.Half);
            ReadOnlySpan<int> taps = weights.Of(y);
            for (int tap = 0; tap < taps.Length; tap++)
            {
                ReadOnlySpan<byte> line = source.AsSpan((weights.Starts[y] + tap) * rowLength, rowLength);
                int weight = taps[tap];
                for (int i = 0; i < line.Length; i++)
                {
                    sums[i] += weight * line[i];
                }
            }

            Span<byte> target = result.AsSpan(y * rowLength, rowLength);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = ResizeWeights.ToByte(sums[i]);
            }
        }

        return result;
    }
}
