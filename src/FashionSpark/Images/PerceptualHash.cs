namespace FashionSpark.Images;

/// <summary>
/// A 64-bit hash of what a picture looks like: pictures that differ by scale, compression or a little light have hashes
/// that differ in a few bits. The usual DCT hash (pHash): grey values averaged to 32 x 32, the 8 x 8 lowest frequencies of
/// their discrete cosine transform, a bit each for above their median. For one thread.
/// </summary>
public sealed class PerceptualHash
{
    private const int Side = 32;
    private const int Frequencies = 8;

    private static readonly double[] Cosines = MakeCosines();

    private readonly double[] _grey = new double[Side * Side];
    private readonly double[] _rows = new double[Side * Frequencies];
    private readonly long[] _coefficients = new long[Frequencies * Frequencies];

    /// <param name="pixels">Row-major, height x width x channels, a byte a value.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 (grey) or 3 (RGB).</param>
    public ulong Compute(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        Average(pixels, width, height, channels);
        Transform();

        // The constant part says how bright a picture is, not what it shows, so the median is that of the rest.
        Span<long> sorted = stackalloc long[_coefficients.Length - 1];
        _coefficients.AsSpan(1).CopyTo(sorted);
        sorted.Sort();
        long median = sorted[sorted.Length / 2];
        ulong hash = 0;
        for (int i = 1; i < _coefficients.Length; i++)
        {
            if (_coefficients[i] > median)
            {
                hash |= 1UL << i;
            }
        }

        return hash;
    }

    /// <summary>Means of cells of whole pixels; a picture of fewer than 32 repeats some.</summary>
    private void Average(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        for (int y = 0; y < Side; y++)
        {
            int top = y * height / Side;
            int bottom = Math.Max(top + 1, (y + 1) * height / Side);
            for (int x = 0; x < Side; x++)
            {
                int left = x * width / Side;
                int right = Math.Max(left + 1, (x + 1) * width / Side);
                long sum = 0;
                for (int row = top; row < bottom; row++)
                {
                    sum += Luma(pixels[(((row * width) + left) * channels)..(((row * width) + right) * channels)], channels);
                }

                _grey[(y * Side) + x] = sum / (1000.0 * (bottom - top) * (right - left));
            }
        }
    }

    /// <summary>ITU-R BT.601 in thousandths, summed.</summary>
    private static long Luma(ReadOnlySpan<byte> pixels, int channels)
    {
        long sum = 0;
        if (channels == 1)
        {
            foreach (byte grey in pixels)
            {
                sum += 1000 * grey;
            }

            return sum;
        }

        for (int i = 0; i < pixels.Length; i += 3)
        {
            sum += (299 * pixels[i]) + (587 * pixels[i + 1]) + (114 * pixels[i + 2]);
        }

        return sum;
    }

    /// <summary>Lowest frequencies first along rows, then along columns, rounded to whole numbers: what is 0 for a plain or symmetric picture must be 0 everywhere.</summary>
    private void Transform()
    {
        for (int y = 0; y < Side; y++)
        {
            for (int u = 0; u < Frequencies; u++)
            {
                double sum = 0;
                for (int x = 0; x < Side; x++)
                {
                    sum += _grey[(y * Side) + x] * Cosines[(u * Side) + x];
                }

                _rows[(y * Frequencies) + u] = sum;
            }
        }

        for (int v = 0; v < Frequencies; v++)
        {
            for (int u = 0; u < Frequencies; u++)
            {
                double sum = 0;
                for (int y = 0; y < Side; y++)
                {
                    sum += _rows[(y * Frequencies) + u] * Cosines[(v * Side) + y];
                }

                _coefficients[(v * Frequencies) + u] = (long)Math.Round(sum);
            }
        }
    }

    private static double[] MakeCosines()
    {
        var cosines = new double[Frequencies * Side];
        for (int u = 0; u < Frequencies; u++)
        {
            for (int x = 0; x < Side; x++)
            {
                cosines[(u * Side) + x] = Math.Cos(Math.PI * u * ((2 * x) + 1) / (2 * Side));
            }
        }

        return cosines;
    }
}
