using System.Numerics.Tensors;

namespace FashionSpark.Evaluation;

/// <summary>What a split's report is made of: counts and sums over predictions that add up over partitions.</summary>
public sealed class EvaluationSums
{
    /// <summary>Equal bins of confidence, the usual number in the literature on calibration.</summary>
    public const int Bins = 15;

    /// <summary>A probability of 0 would make the mean infinite; ML.NET's evaluator clips at the same value.</summary>
    private const double SmallestProbability = 1e-15;

    private readonly string?[] _names;

    public EvaluationSums(int classes)
    {
        Classes = classes;
        _names = new string?[classes];
        Confusion = new long[classes, classes];
    }

    public int Classes { get; }

    /// <summary>Counts, [actual, predicted].</summary>
    public long[,] Confusion { get; }

    public long Images { get; set; }

    /// <summary>Images whose class is among the three most probable.</summary>
    public long InTop3 { get; set; }

    /// <summary>Sum of -ln(probability of the right class), and of its squares.</summary>
    public double LogLoss { get; set; }
    public double LogLossSquares { get; set; }

    /// <summary>Images, right answers and summed confidence of each bin.</summary>
    public long[] BinImages { get; } = new long[Bins];
    public long[] BinRight { get; } = new long[Bins];
    public double[] BinConfidence { get; } = new double[Bins];

    /// <summary>Name of a class; a number where it appeared neither as truth nor as answer.</summary>
    public string NameOf(int label) => _names[label] ?? $"class {label}";

    public void SetName(int label, string name) => _names[label] = name;

    public void Add(int label, ReadOnlySpan<float> probabilities)
    {
        int predicted = TensorPrimitives.IndexOfMax(probabilities);
        float ofLabel = probabilities[label];
        int above = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            // Of equal probabilities the lower label goes first, as a stable sort would have it.
            above += probabilities[i] > ofLabel || (probabilities[i] == ofLabel && i < label) ? 1 : 0;
        }

        double loss = -Math.Log(Math.Max(ofLabel, SmallestProbability));
        float confidence = probabilities[predicted];
        int bin = Math.Min((int)(confidence * Bins), Bins - 1);
        Images++;
        Confusion[label, predicted]++;
        InTop3 += above < 3 ? 1 : 0;
        LogLoss += loss;
        LogLossSquares += loss * loss;
        BinImages[bin]++;
        BinRight[bin] += predicted == label ? 1 : 0;
        BinConfidence[bin] += confidence;
    }

    public SplitReport ToReport(string split)
    {
        long right = Enumerable.Range(0, Classes).Sum(label => Confusion[label, label]);
        double error = Enumerable.Range(0, Bins).Sum(bin => Math.Abs(BinConfidence[bin] - BinRight[bin])) / Math.Max(1, Images);
        return new SplitReport(
            split, Wilson.Share(right, Images), Wilson.Share(InTop3, Images), MeanLogLoss(), new Estimate(error, Images),
            [.. Enumerable.Range(0, Classes).Select(ReportClass)], Confusion);
    }

    private Estimate MeanLogLoss()
    {
        if (Images < 2)
        {
            return new Estimate(LogLoss, Images);
        }

        double mean = LogLoss / Images;
        double variance = Math.Max(0, (LogLossSquares - (Images * mean * mean)) / (Images - 1));
        double half = Wilson.Z * Math.Sqrt(variance / Images);
        return new Estimate(mean, Images, mean - half, mean + half);
    }

    private ClassReport ReportClass(int label)
    {
        long right = Confusion[label, label];
        long actual = Enumerable.Range(0, Classes).Sum(other => Confusion[label, other]);
        long predicted = Enumerable.Range(0, Classes).Sum(other => Confusion[other, label]);
        double f1 = actual + predicted == 0 ? 0 : 2.0 * right / (actual + predicted);
        return new ClassReport(NameOf(label), Wilson.Share(right, predicted), Wilson.Share(right, actual), new Estimate(f1, actual));
    }
}
