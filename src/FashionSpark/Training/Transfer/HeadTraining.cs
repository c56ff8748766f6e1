using System.Globalization;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// Multinomial logistic regression on the features: for each strength of regularisation the exact minimum of
/// mean(-log p) + strength / 2 |weights|^2, from the strongest to the weakest, each from the minimum before; the strength
/// whose answers on the validation split have the lowest loss wins. No chance is in it, and how the rows are dealt over
/// partitions changes nothing but the last digits.
/// </summary>
internal sealed class HeadTraining
{
    /// <summary>
    /// Half a decade apart. The best lies near 0.01 for a few thousand photos and a thousand features; over its neighbours
    /// the accuracy changes by less than a point.
    /// </summary>
    private static readonly double[] Strengths = [0.3, 0.1, 0.03, 0.01, 0.003, 0.001];

    /// <summary>Where there is no validation split to choose on.</summary>
    private const double UsualStrength = 0.01;

    /// <summary>Strengths that may follow the best one before the search ends.</summary>
    private const int Patience = 1;

    /// <summary>
    /// Length of the gradient at a minimum. A weight is then off by at most this over the strength: 1e-6 at 0.001. To
    /// choose a strength less will do, at half the evaluations: the loss is then off by 1e-7.
    /// </summary>
    private const double Tolerance = 1e-9;
    private const double ToleranceToChoose = 1e-5;

    private const int MostEvaluations = 1000;

    private readonly HeadPartitions _partitions;
    private readonly IReadOnlyList<string> _classes;
    private readonly int _viewCount;
    private readonly string _data;

    /// <param name="data">The data set, for errors.</param>
    public HeadTraining(HeadPartitions partitions, IReadOnlyList<string> classes, int viewCount, string data)
    {
        _partitions = partitions;
        _classes = classes;
        _viewCount = viewCount;
        _data = data;
    }

    /// <exception cref="DatasetException">A split lacks images of a class.</exception>
    /// <exception cref="TrainingException">A loss that is no number.</exception>
    public async Task<LinearHead> RunAsync(IRunProgress progress)
    {
        FeatureSums sums = await _partitions.MeasureAsync(Split.Train, products: true).ConfigureAwait(false);
        RequireEveryClass(Split.Train, sums.ImagesPerClass);
        FeatureSums validation = await _partitions.MeasureAsync(Split.Validation, products: false).ConfigureAwait(false);
        bool choose = validation.ImagesPerClass.Sum() > 0;
        if (choose)
        {
            RequireEveryClass(Split.Validation, validation.ImagesPerClass);
        }
        else
        {
            progress.Note($"There is no validation split to choose the strength of regularisation on; taking {UsualStrength}");
        }

        long images = (long)sums.ImagesPerClass.Sum();
        double rows = (double)images * _viewCount;
        FeatureScaling scaling = new(sums, rows);
        double[] strengths = choose ? Strengths : [UsualStrength];
        double[] weights = new double[_classes.Count * (sums.Sum.Length + 1)];
        List<RoundMetric> rounds = [];
        LinearHead? best = null;
        using IStageProgress bar = progress.Begin("train", strengths.Length, "strengths");
        for (int number = 1; number <= strengths.Length && (best is null || number - best.Number <= Patience); number++)
        {
            double strength = strengths[number - 1];
            (weights, int evaluations) = await MinimiseAsync(weights, strength, ToleranceToChoose, scaling, rows).ConfigureAwait(false);
            double[] raw = scaling.ToRaw(weights);
            HeadSums train = await _partitions.SumAsync(Split.Train, raw, gradient: false).ConfigureAwait(false);
            rounds.Add(new RoundMetric(number, Split.Train, "strength", strength, images));
            rounds.Add(new RoundMetric(number, Split.Train, "evaluations", evaluations, images));
            rounds.AddRange(Figures(number, Split.Train, train));
            HeadSums held = choose ? await _partitions.SumAsync(Split.Validation, raw, gradient: false).ConfigureAwait(false) : train;
            if (choose)
            {
                rounds.AddRange(Figures(number, Split.Validation, held));
                bar.Describe(string.Create(CultureInfo.InvariantCulture, $"strength {strength}, validation accuracy {(double)held.Correct / held.Images:F4}"));
            }

            double loss = held.ImageLoss / held.Images;
            if (best is null || loss < best.Loss)
            {
                best = new LinearHead(weights, strength, number, images, choose ? held.Images : 0, (double)held.Correct / held.Images, loss, []);
            }

            bar.Report(1);
        }

        (weights, _) = await MinimiseAsync(best!.Weights, best.Strength, Tolerance, scaling, rows).ConfigureAwait(false);
        return best with { Weights = scaling.ToRaw(weights), Rounds = rounds };
    }

    private async Task<(double[] Weights, int Evaluations)> MinimiseAsync(
        double[] start, double strength, double tolerance, FeatureScaling scaling, double rows)
    {
        int width = start.Length / _classes.Count;
        Lbfgs search = new(
            async weights =>
            {
                HeadSums sums = await _partitions.SumAsync(Split.Train, scaling.ToRaw(weights), gradient: true).ConfigureAwait(false);
                double[] gradient = scaling.ToScaledGradient(sums.Gradient);
                double squares = 0;
                for (int i = 0; i < gradient.Length; i++)
                {
                    // The bias, last of each class, is free.
                    double weight = i % width == width - 1 ? 0 : weights[i];
                    gradient[i] = (gradient[i] / rows) + (strength * weight);
                    squares += weight * weight;
                }

                return ((sums.ViewLoss / rows) + (strength / 2 * squares), gradient);
            },
            new HeadCurvature(scaling.Correlation, width - 1, strength).Solve,
            tolerance,
            MostEvaluations);
        (double[] weights, double value) = await search.MinimiseAsync(start).ConfigureAwait(false);
        return double.IsFinite(value)
            ? (weights, search.Evaluations)
            : throw new TrainingException(
                $"The loss became {value} after {search.Evaluations} evaluations at strength {strength}. The features of '{_data}' are not usable; check the backbone's scaling.");
    }

    private static IEnumerable<RoundMetric> Figures(int round, string split, HeadSums sums) =>
    [
        new RoundMetric(round, split, "accuracy", (double)sums.Correct / sums.Images, sums.Images),
        new RoundMetric(round, split, "loss", sums.ImageLoss / sums.Images, sums.Images),
    ];

    private void RequireEveryClass(string split, double[] images) => EveryClass.Require($"'{_data}'", split, _classes, label => images[label] > 0);
}
