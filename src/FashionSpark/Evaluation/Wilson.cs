namespace FashionSpark.Evaluation;

/// <summary>Wilson's score interval for a share (E. B. Wilson, 1927): honest near 0 and 1 and for few images.</summary>
public static class Wilson
{
    /// <summary>97.5 % quantile of the normal distribution: 95 % between its two ends.</summary>
    internal const double Z = 1.959963984540054;

    /// <summary>The share of <paramref name="successes"/> in <paramref name="n"/> with its 95 % interval; without interval where n is 0.</summary>
    public static Estimate Share(long successes, long n)
    {
        if (n == 0)
        {
            return new Estimate(0, 0);
        }

        (double centre, double half) = Interval(successes, n, Z);
        return new Estimate((double)successes / n, n, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>The lower end alone, at another quantile of the normal distribution than that of the two-sided 95 % interval.</summary>
    internal static double LowerBound(long successes, long n, double z)
    {
        (double centre, double half) = Interval(successes, n, z);
        return Math.Max(0, centre - half);
    }

    private static (double Centre, double Half) Interval(long successes, long n, double z)
    {
        double share = (double)successes / n;
        double z2 = z * z;
        double centre = (share + (z2 / (2 * n))) / (1 + (z2 / n));
        double half = z * Math.Sqrt((share * (1 - share) / n) + (z2 / (4.0 * n * n))) / (1 + (z2 / n));
        return (centre, half);
    }
}
