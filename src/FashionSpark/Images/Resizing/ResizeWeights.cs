namespace FashionSpark.Images;

/// <summary>
/// For each target position, the first source position and the weights from there on: 16-bit whole numbers whose sum is
/// exactly 1 &lt;&lt; <see cref="FractionBits"/>, so that a flat picture stays flat.
/// </summary>
internal sealed class ResizeWeights
{
    /// <summary>Weights are stored in groups of eight, the last filled up with zeros: the widest step of a kernel.</summary>
    public const int Group = 8;

    private const double KernelRadius = 3;

    /// <summary>8 bits of pixel, 21 of weight and 2 for the kernel's overshoot stay below the sign.</summary>
    private const int MostFractionBits = 21;

    private readonly short[] _weights;

    private ResizeWeights(int[] starts, int[] counts, short[] weights, int stride, int fractionBits)
    {
        Starts = starts;
        Counts = counts;
        Stride = stride;
        FractionBits = fractionBits;
        _weights = weights;
    }

    public int[] Starts { get; }

    /// <summary>Weights that count, of each position.</summary>
    public int[] Counts { get; }

    /// <summary>Weights stored for each position, zeros at the end among them.</summary>
    public int Stride { get; }

    /// <summary>As many bits of fraction as the largest weight leaves in 16 bits: 14 when enlarging, more the more source pixels share the weight.</summary>
    public int FractionBits { get; }

    /// <summary>What rounds a sum to the nearest whole number.</summary>
    public int Half => 1 << (FractionBits - 1);

    /// <summary>The weights of a position, filled up with zeros to whole groups.</summary>
    public ReadOnlySpan<short> Of(int position) => _weights.AsSpan(position * Stride, Stride);

    public static ResizeWeights Lanczos3(int from, int to)
    {
        double scale = (double)from / to;
        double widening = Math.Max(scale, 1);
        double radius = KernelRadius * widening;
        int stride = ((2 * (int)Math.Ceiling(radius)) + 1 + Group - 1) / Group * Group;
        var starts = new int[to];
        var counts = new int[to];
        var exact = new double[to * stride];
        for (int i = 0; i < to; i++)
        {
            double centre = (i + 0.5) * scale;
            starts[i] = Math.Max(0, (int)(centre - radius + 0.5));
            counts[i] = Math.Min(from, (int)(centre + radius + 0.5)) - starts[i];
            Span<double> taps = exact.AsSpan(i * stride, counts[i]);
            double sum = 0;
            for (int tap = 0; tap < taps.Length; tap++)
            {
                taps[tap] = Kernel((starts[i] + tap - centre + 0.5) / widening);
                sum += taps[tap];
            }

            for (int tap = 0; tap < taps.Length; tap++)
            {
                taps[tap] /= sum;
            }
        }

        int bits = FractionBitsFor(exact);
        var weights = new short[exact.Length];
        for (int i = 0; i < to; i++)
        {
            ToFixedPoint(exact.AsSpan(i * stride, counts[i]), weights.AsSpan(i * stride, counts[i]), bits);
        }

        return new ResizeWeights(starts, counts, weights, stride, bits);
    }

    private static int FractionBitsFor(double[] exact)
    {
        double largest = exact.Max(Math.Abs);
        int bits = MostFractionBits;
        while (largest * (1 << bits) > short.MaxValue - 1)
        {
            bits--;
        }

        return bits;
    }

    /// <summary>What rounding takes from one weight the next one gets, so that nothing is lost in the sum.</summary>
    private static void ToFixedPoint(ReadOnlySpan<double> exact, Span<short> weights, int bits)
    {
        double left = 0;
        for (int tap = 0; tap < exact.Length; tap++)
        {
            left += exact[tap] * (1 << bits);
            weights[tap] = (short)Math.Round(left);
            left -= weights[tap];
        }
    }

    /// <summary>sinc(x) sinc(x / 3) for |x| below 3, with sinc(x) = sin(pi x) / (pi x).</summary>
    private static double Kernel(double x)
    {
        if (x == 0)
        {
            return 1;
        }

        if (Math.Abs(x) >= KernelRadius)
        {
            return 0;
        }

        double angle = Math.PI * x;
        return KernelRadius * Math.Sin(angle) * Math.Sin(angle / KernelRadius) / (angle * angle);
    }
}
