namespace FashionSpark.Training.Transfer;

/// <summary>
/// Between a head on features as they are and one on features of mean 0 and deviation 1, on which a single strength of
/// regularisation means the same for all. Partitions only ever see the former.
/// </summary>
internal sealed class FeatureScaling
{
    /// <summary>A feature that varies less never counts: its deviation is rounding.</summary>
    private const double LeastDeviation = 1e-6;

    private readonly double[] _mean;
    private readonly double[] _inverse;

    /// <param name="sums">Over the training rows.</param>
    /// <param name="rows">Their number, views counted.</param>
    public FeatureScaling(FeatureSums sums, double rows)
    {
        _mean = [.. sums.Sum.Select(sum => sum / rows)];
        int features = _mean.Length;
        _inverse = [.. _mean.Select((mean, i) => Math.Sqrt(Math.Max(0, (sums.Products[(i * features) + i] / rows) - (mean * mean)))).Select(d => d < LeastDeviation ? 0 : 1 / d)];
        Correlation = new double[features * features];
        for (int a = 0; a < features; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                Correlation[(a * features) + b] = ((sums.Products[(a * features) + b] / rows) - (_mean[a] * _mean[b])) * _inverse[a] * _inverse[b];
            }
        }
    }

    /// <summary>Of the features with each other, [features, features], the upper half left 0.</summary>
    public double[] Correlation { get; }

    /// <summary>Weights for features as they are, [classes, features + 1]: w / deviation, bias - w mean / deviation.</summary>
    public double[] ToRaw(double[] weights)
    {
        var raw = (double[])weights.Clone();
        ForEachClass(raw.Length, (first, bias) =>
        {
            for (int i = 0; i < _mean.Length; i++)
            {
                raw[first + i] *= _inverse[i];
                raw[bias] -= raw[first + i] * _mean[i];
            }
        });
        return raw;
    }

    /// <summary>Gradient by the weights for scaled features, from the one by those for features as they are.</summary>
    public double[] ToScaledGradient(double[] gradient)
    {
        var scaled = (double[])gradient.Clone();
        ForEachClass(scaled.Length, (first, bias) =>
        {
            for (int i = 0; i < _mean.Length; i++)
            {
                scaled[first + i] = (scaled[first + i] - (_mean[i] * scaled[bias])) * _inverse[i];
            }
        });
        return scaled;
    }

    private void ForEachClass(int length, Action<int, int> action)
    {
        for (int first = 0; first < length; first += _mean.Length + 1)
        {
            action(first, first + _mean.Length);
        }
    }
}
