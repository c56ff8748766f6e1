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
        yield return Row("log_loss", report.LogLoss);
        yield return Row("ece", report.CalibrationError);
        foreach (ClassReport of in report.Classes)
        {
            yield return Row("precision", of.Precision, of.Class);
            yield return Row("recall", of.Recall, of.Class);
            yield return Row("f1", of.F1, of.Class);
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
