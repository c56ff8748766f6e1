namespace FashionSpark.Evaluation.Gates;

/// <summary>Two models on the same images (Q. McNemar, 1947): only images that one gets right and the other wrong tell them apart.</summary>
internal static class McNemar
{
    /// <summary>
    /// Exact two-sided p value: were the models equally good, each of the <paramref name="first"/> + <paramref name="second"/>
    /// images would be as likely to speak for the one as for the other. Exact for few and for many, in logarithms.
    /// </summary>
    /// <param name="first">Images only the first model gets right.</param>
    /// <param name="second">Images only the second model gets right.</param>
    public static double PValue(long first, long second)
    {
        long n = first + second;
        double log = -n * Math.Log(2);
        double tail = 0;
        for (long i = 0; i <= Math.Min(first, second); i++)
        {
            tail += Math.Exp(log);
            log += Math.Log((double)(n - i) / (i + 1));
        }

        return Math.Min(1, 2 * tail);
    }

    /// <summary>
    /// Difference of the two accuracies over <paramref name="n"/> images with its 95 % interval: Wald's with half an image
    /// added to each of the four kinds (Agresti and Min 2005), which holds its level for few images too.
    /// </summary>
    public static Estimate Gain(long first, long second, long n)
    {
        if (n == 0)
        {
            return new Estimate(0, 0);
        }

        double m = n + 2;
        double centre = (first - second) / m;
        double half = Wilson.Z * Math.Sqrt(Math.Max(0, ((first + second + 1) / m) - (centre * centre)) / m);
        return new Estimate((double)(first - second) / n, n, Math.Max(-1, centre - half), Math.Min(1, centre + half));
    }
}
