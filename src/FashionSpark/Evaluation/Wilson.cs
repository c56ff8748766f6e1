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

        double share = (double)successes / n;
        double z2 = Z * Z;
        double centre = (share + (z2 / (2 * n))) / (1 + (z2 / n));
        double half = Z * Math.Sqrt((share * (1 - share) / n) + (z2 / (4.0 * n * n))) / (1 + (z2 / n));
        return new Estimate(share, n, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
