namespace FashionSpark.Images;

/// <summary>For each target position, the first source position and the weights from there on.</summary>
internal sealed class ResizeWeights
{
    /// <summary>Bits of fraction: 8 bits of pixel, 22 of weight and 2 of headroom for the kernel's overshoot fill 32.</summary>
    private const int FractionBits = 22;

    /// <summary>What rounds a sum to the nearest byte.</summary>
    public const int Half = 1 << (FractionBits - 1);

    private const double KernelRadius = 3;

    private readonly int[] _weights;
    private readonly int[] _counts;
    private readonly int _stride;

    private ResizeWeights(int[] starts, int[] counts, int[] weights, int stride)
    {
        Starts = starts;
        _counts = counts;
        _weights = weights;
        _stride = stride;
    }

    public int[] Starts { get; }

    public ReadOnlySpan<int> Of(int position) => _weights.AsSpan(position * _stride, _counts[position]);

    public static byte ToByte(int sum) => (byte)Math.Clamp(sum >> FractionBits, 0, 255);

    public static ResizeWeights Lanczos3(int from, int to)
    {
        double scale = (double)from / to;
        double widening = Math.Max(scale, 1);
        double radius = KernelRadius * widening;
        int stride = (2 * (int)Math.Ceiling(radius)) + 1;
        var starts = new int[to];
        var counts = new int[to];
        var weights = new int[to * stride];
        var exact = new double[stride];
        for (int i = 0; i < to; i++)
        {
            double centre = (i + 0.5) * scale;
            int start = Math.Max(0, (int)(centre - radius + 0.5));
            int end = Math.Min(from, (int)(centre + radius + 0.5));
            double sum = 0;
            for (int source = start; source < end; source++)
            {
                exact[source - start] = Kernel((source - centre + 0.5) / widening);
                sum += exact[source - start];
            }

            starts[i] = start;
            counts[i] = end - start;
            for (int tap = 0; tap < end - start; tap++)
            {
                weights[(i * stride) + tap] = (int)Math.Round(exact[tap] / sum * (1 << FractionBits));
            }
        }

        return new ResizeWeights(starts, counts, weights, stride);
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
