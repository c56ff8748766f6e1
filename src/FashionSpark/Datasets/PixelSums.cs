namespace FashionSpark.Datasets;

/// <summary>
/// Sums over the values of one channel. 64 bits hold the squares of 1.4e14 values of 255: two thousand million images
/// of 256 x 256.
/// </summary>
public readonly record struct PixelSums(long Images, long Values, long Sum, long SumSquares)
{
    public double Mean => Values == 0 ? 0 : (double)Sum / Values;

    /// <summary>Of the whole population: sqrt(E[x^2] - E[x]^2), from exact whole numbers.</summary>
    public double StandardDeviation
    {
        get
        {
            if (Values == 0)
            {
                return 0;
            }

            // n * sum(x^2) - (sum x)^2 can pass 64 bits: 128 are exact, and the difference of near equals loses nothing.
            Int128 scaled = ((Int128)Values * SumSquares) - ((Int128)Sum * Sum);
            return Math.Sqrt((double)scaled) / Values;
        }
    }

    public static PixelSums operator +(PixelSums a, PixelSums b) =>
        new(a.Images + b.Images, a.Values + b.Values, a.Sum + b.Sum, a.SumSquares + b.SumSquares);

    public static PixelSums Add(PixelSums left, PixelSums right) => left + right;

    /// <summary>Sums of one channel of one image.</summary>
    public static PixelSums Of(ReadOnlySpan<byte> pixels, int channel, int channels)
    {
        long sum = 0;
        long squares = 0;
        for (int i = channel; i < pixels.Length; i += channels)
        {
            int value = pixels[i];
            sum += value;
            squares += value * value;
        }

        return new PixelSums(1, pixels.Length / channels, sum, squares);
    }
}
