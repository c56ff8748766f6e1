using FashionSpark.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FashionSpark.Tests.Evaluation;

public sealed class EvaluationSumsTests
{
    [Fact]
    public void ToReport_RandomPredictions_AgreesWithMlNetTo1e6()
    {
        (Row[] rows, SplitReport report) = Evaluate(seed: 7, images: 500, classes: 6);
        var context = new MLContext(seed: 1);
        IDataView data = context.Data.LoadFromEnumerable(rows);
        IDataView keyed = context.Transforms.Conversion.MapValueToKey(
            [new InputOutputColumnPair("Label"), new InputOutputColumnPair("PredictedLabel")],
            keyData: context.Data.LoadFromEnumerable(Enumerable.Range(0, 6).Select(label => new Key { Label = (uint)label }))).Fit(data).Transform(data);

        MulticlassClassificationMetrics expected = context.MulticlassClassification.Evaluate(keyed, topKPredictionCount: 3);

        Assert.Equal(expected.MicroAccuracy, report.Accuracy.Value, 1e-6);
        Assert.Equal(expected.LogLoss, report.LogLoss.Value, 1e-6);
        Assert.Equal(expected.TopKAccuracy, report.Top3.Value, 1e-6);
        Assert.Equal(expected.MacroAccuracy, report.Classes.Average(c => c.Recall.Value), 1e-6);
        for (int label = 0; label < 6; label++)
        {
            Assert.Equal(expected.ConfusionMatrix.PerClassPrecision[label], report.Classes[label].Precision.Value, 1e-6);
            Assert.Equal(expected.ConfusionMatrix.PerClassRecall[label], report.Classes[label].Recall.Value, 1e-6);
            for (int predicted = 0; predicted < 6; predicted++)
            {
                Assert.Equal(expected.ConfusionMatrix.Counts[label][predicted], report.Confusion[label, predicted]);
            }
        }
    }

    [Fact]
    public void ToReport_KnownConfidences_HasTheCalibrationErrorByHand()
    {
        var sums = new EvaluationSums(2);
        sums.Add(0, [0.9f, 0.1f], sure: true);
        sums.Add(1, [0.9f, 0.1f], sure: true);
        sums.Add(1, [0.4f, 0.6f], sure: false);

        SplitReport report = sums.ToReport("test");

        // Two answers of 0.9, one right: |0.9 - 0.5| * 2/3; one of 0.6, right: |0.6 - 1| * 1/3.
        Assert.Equal((0.4 * 2 / 3) + (0.4 / 3), report.CalibrationError.Value, 1e-6);

        // Confidence less right: -0.1, 0.9, -0.4; the mean of their squares gives the variance.
        double variance = (0.01 + 0.81 + 0.16 - (3 * 0.4 * 0.4)) / 2;
        Assert.Equal(Math.Max(0, 0.4 - (1.959963984540054 * Math.Sqrt(variance / 3))), report.CalibrationError.Low!.Value, 1e-6);
        Assert.Equal(0.4 + (1.959963984540054 * Math.Sqrt(variance / 3)), report.CalibrationError.High!.Value, 1e-6);

        // Squared distances: 0.01 + 0.01, 0.81 + 0.81, 0.16 + 0.16.
        Assert.Equal((0.02 + 1.62 + 0.32) / 3, report.Brier.Value, 1e-6);
        Assert.Equal(Wilson.Share(2, 3), report.Coverage);
        Assert.Equal(Wilson.Share(1, 2), report.SureAccuracy);
        Assert.Equal([9, 13], report.Bins.Index().Where(bin => bin.Item.Accuracy.N > 0).Select(bin => bin.Index));
        Assert.Equal(Wilson.Share(1, 2), report.Bins[13].Accuracy);
        Assert.Equal(0.9, report.Bins[13].Confidence, 1e-6);
        Assert.Equal((9 / 15.0, 10 / 15.0), (report.Bins[9].From, report.Bins[9].To));
    }

    [Fact]
    public void ToReport_F1_HasTheIntervalOfRightAmongActualOrPredicted()
    {
        var sums = new EvaluationSums(2);
        for (int i = 0; i < 10; i++)
        {
            // Class 0: 6 right, 2 taken for class 1, and 2 of class 1 taken for it: F1 = 12 / 16.
            sums.Add(i < 8 ? 0 : 1, i is < 6 or >= 8 ? [0.8f, 0.2f] : [0.2f, 0.8f], sure: true);
        }

        Estimate f1 = sums.ToReport("test").Classes[0].F1;

        Estimate share = Wilson.Share(6, 10);
        Assert.Equal(0.75, f1.Value, 1e-12);
        Assert.Equal(2 * share.Low!.Value / (1 + share.Low.Value), f1.Low!.Value, 1e-12);
        Assert.Equal(2 * share.High!.Value / (1 + share.High.Value), f1.High!.Value, 1e-12);
    }

    [Fact]
    public void Merge_OfWrittenRows_GivesTheSameReport()
    {
        (_, SplitReport whole) = Evaluate(seed: 3, images: 90, classes: 4);
        var merged = new Dictionary<string, EvaluationSums>();
        var random = new Random(3);
        for (int part = 0; part < 3; part++)
        {
            EvaluationRows.Merge(EvaluationRows.Write("test", Sums(random, 30, 4).Sums), merged);
        }

        SplitReport report = merged["test"].ToReport("test");

        Assert.Equal(whole.Accuracy, report.Accuracy);
        Assert.Equal(whole.Top3, report.Top3);
        Assert.Equal(whole.LogLoss.Value, report.LogLoss.Value, 1e-12);
        Assert.Equal(whole.CalibrationError.Value, report.CalibrationError.Value, 1e-12);
        Assert.Equal(whole.Brier.Value, report.Brier.Value, 1e-12);
        Assert.Equal(whole.CalibrationError.High!.Value, report.CalibrationError.High!.Value, 1e-12);
        Assert.Equal((whole.Coverage, whole.SureAccuracy), (report.Coverage, report.SureAccuracy));
        Assert.Equal(whole.Bins.Select(bin => bin.Accuracy), report.Bins.Select(bin => bin.Accuracy));
        Assert.Equal(whole.Classes, report.Classes);
    }

    private static (Row[] Rows, SplitReport Report) Evaluate(int seed, int images, int classes)
    {
        (Row[] rows, EvaluationSums sums) = Sums(new Random(seed), images, classes);
        return (rows, sums.ToReport("test"));
    }

    private static (Row[] Rows, EvaluationSums Sums) Sums(Random random, int images, int classes)
    {
        var sums = new EvaluationSums(classes);
        var rows = new Row[images];
        for (int i = 0; i < images; i++)
        {
            float[] scores = [.. Enumerable.Range(0, classes).Select(_ => MathF.Exp(3 * random.NextSingle()))];
            float total = scores.Sum();
            scores = [.. scores.Select(score => score / total)];
            int label = random.Next(3) == 0 ? random.Next(classes) : Array.IndexOf(scores, scores.Max());
            sums.Add(label, scores, scores.Max() >= 0.5f);
            rows[i] = new Row { Label = (uint)label, PredictedLabel = (uint)Array.IndexOf(scores, scores.Max()), Score = scores };
        }

        return (rows, sums);
    }

    private sealed class Row
    {
        public uint Label { get; set; }

        public uint PredictedLabel { get; set; }

        [VectorType(6)]
        public float[] Score { get; set; } = [];
    }

    private sealed class Key
    {
        public uint Label { get; set; }
    }
}
