using System.Globalization;
using FashionSpark.Evaluation;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>A report as rows of the metrics and confusion tables.</summary>
internal static class ReportRows
{
    public static IEnumerable<MetricRow> Metrics(SplitReport report, string model)
    {
        MetricRow Row(string metric, Estimate estimate, string? name = null) => new(EvaluateStage.Name, report.Split, model, metric, estimate, name);

        yield return Row("accuracy", report.Accuracy);
        yield return Row("top3_accuracy", report.Top3);
        foreach (MetricRow row in Confidence(report, EvaluateStage.Name, model))
        {
            yield return row;
        }

        foreach (ClassReport of in report.Classes)
        {
            yield return Row("precision", of.Precision, of.Class);
            yield return Row("recall", of.Recall, of.Class);
            yield return Row("f1", of.F1, of.Class);
        }
    }

    /// <summary>What says whether confidences can be trusted; bins by number from 1, those without images left out.</summary>
    /// <param name="prefix">Before every name, such as <c>uncalibrated.</c></param>
    public static IEnumerable<MetricRow> Confidence(SplitReport report, string stage, string model, string prefix = "")
    {
        MetricRow Row(string metric, Estimate estimate) => new(stage, report.Split, model, prefix + metric, estimate);

        yield return Row("log_loss", report.LogLoss);
        yield return Row("brier", report.Brier);
        yield return Row("ece", report.CalibrationError);
        yield return Row("coverage", report.Coverage);
        yield return Row("sure_accuracy", report.SureAccuracy);
        foreach ((int index, ConfidenceBin bin) in report.Bins.Index().Where(bin => bin.Item.Accuracy.N > 0))
        {
            yield return Row(string.Create(CultureInfo.InvariantCulture, $"bin.{index + 1:D2}.confidence"), new Estimate(bin.Confidence, bin.Accuracy.N));
            yield return Row(string.Create(CultureInfo.InvariantCulture, $"bin.{index + 1:D2}.accuracy"), bin.Accuracy);
        }
    }

    public static IEnumerable<object?[]> Confusion(SplitReport report, string runId, string model, DateTimeOffset now)
    {
        for (int actual = 0; actual < report.Classes.Count; actual++)
        {
            for (int predicted = 0; predicted < report.Classes.Count; predicted++)
            {
                if (report.Confusion[actual, predicted] > 0)
                {
                    yield return [runId, report.Split, model, report.Classes[actual].Class, report.Classes[predicted].Class, report.Confusion[actual, predicted], now];
                }
            }
        }
    }
}
