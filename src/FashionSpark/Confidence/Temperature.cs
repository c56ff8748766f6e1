using FashionSpark.Evaluation;

namespace FashionSpark.Confidence;

/// <summary>
/// Fits the one number of temperature scaling (Guo, Pleiss, Sun, Weinberger 2017, arXiv:1706.04599): probabilities become
/// softmax(log(p) / T), with the T that makes the true classes of the validation images most likely. The most probable
/// class stays the most probable.
/// </summary>
internal static class Temperature
{
    /// <summary>Trained networks lie between 0.5 and 3; beyond these ends confidences are all alike or all 1.</summary>
    public const double Least = 0.05;
    public const double Most = 20;

    private const double Tolerance = 1e-12;
    private const int MostSteps = 200;

    /// <summary>
    /// In b = 1/T the loss is convex, so Newton's steps, halved into the bracket where they leave it, find its only
    /// minimum: the same to the last digits whatever the start. The true class counts as 1 - 1/(n + 2) and the most probable
    /// other class as the rest, as Platt (1999) does for two classes: a split without a mistake would otherwise ask for
    /// certainty itself. At 5,000 images that is not to be seen in T, at 8 it keeps T sane.
    /// </summary>
    /// <returns>The temperature, with the 95 % interval that the curvature of the loss gives b.</returns>
    public static Estimate Fit(ScoredImages images)
    {
        if (images.Count == 0)
        {
            return new Estimate(1, 0);
        }

        double low = 1 / Most;
        double high = 1 / Least;
        double b = 1;
        double slope = 0;
        double curvature = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            (slope, curvature) = Slope(images, b);
            if (slope > 0)
            {
                high = b;
            }
            else
            {
                low = b;
            }

            double next = b - (slope / curvature);
            next = next > low && next < high ? next : (low + high) / 2;
            bool done = Math.Abs(next - b) <= Tolerance * b;
            b = next;
            if (done)
            {
                break;
            }
        }

        double half = Wilson.Z / Math.Sqrt(Math.Max(curvature, double.Epsilon));
        return new Estimate(1 / b, images.Count, Math.Max(Least, 1 / (b + half)), b - half > 1 / Most ? 1 / (b - half) : Most);
    }

    /// <summary>First and second derivative by b of the summed loss of softmax(b * log p).</summary>
    private static (double Slope, double Curvature) Slope(ScoredImages images, double b)
    {
        double slope = 0;
        double curvature = 0;
        double rest = 1.0 / (images.Count + 2);
        for (int image = 0; image < images.Count; image++)
        {
            ReadOnlySpan<double> logs = images.LogProbabilities(image);
            int label = images.Label(image);
            double other = double.NegativeInfinity;
            for (int k = 0; k < logs.Length; k++)
            {
                other = k == label ? other : Math.Max(other, logs[k]);
            }

            double most = Math.Max(logs[label], other);

            double total = 0;
            double mean = 0;
            double square = 0;
            for (int k = 0; k < logs.Length; k++)
            {
                // Relative to the largest, so that nothing overflows; a variance does not mind.
                double u = logs[k] - most;
                double weight = Math.Exp(b * u);
                total += weight;
                mean += weight * u;
                square += weight * u * u;
            }

            mean /= total;
            slope += mean + most - ((1 - rest) * logs[label]) - (rest * other);
            curvature += (square / total) - (mean * mean);
        }

        return (slope, curvature);
    }
}
