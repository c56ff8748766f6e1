using FashionSpark.Evaluation;

namespace FashionSpark.Reporting;

/// <summary>Whether a confidence is worth what it says, and when the model says "not sure".</summary>
internal static class ConfidenceSection
{
    public static void Write(Html page, ReportContents report)
    {
        WriteThreshold(page, report);
        List<(double Confidence, Estimate Accuracy)> bins = Bins(report.Evaluation.Where(metric => metric.Split == report.Split));
        if (bins.Count == 0)
        {
            page.AddMarkup("<p class=\"note\">The warehouse has no bins of confidence of this run.</p>");
            return;
        }

        page.Add($"<div class=\"charts\">{ReliabilityChart.Draw(bins)}<div><table><thead><tr><th class=\"n\">Confidence</th><th class=\"n\">Right</th><th class=\"n\">Images</th></tr></thead><tbody>");
        foreach ((double confidence, Estimate accuracy) in bins)
        {
            page.Add($"<tr><td class=\"n\">{Figure.Percent(confidence)}</td><td class=\"n\">{Figure.Share(accuracy)}</td><td class=\"n\">{Figure.Count(accuracy.N)}</td></tr>");
        }

        page.Add($"</tbody></table></div></div><p class=\"note\">{Sums(report)}</p>");
    }

    private static void WriteThreshold(Html page, ReportContents report)
    {
        Estimate? coverage = report.Find("coverage");
        Estimate? sure = report.Find("sure_accuracy");
        if (coverage is null || sure is null || report.Card is { Threshold: <= 0 })
        {
            page.AddMarkup(report.Card is { Threshold: <= 0 }
                ? "<p>The model has no threshold: it is sure of every answer.</p>"
                : "<p class=\"note\">This run has no figures on sure answers.</p>");
            return;
        }

        string threshold = report.Card is { } card ? $" (confidence of at least {Figure.Percent(card.Threshold)})" : "";
        page.Add($"<p>The model is sure{threshold} of <b>{Figure.Share(coverage)}</b> of the {report.Split} images, ");
        page.Add($"and right on <b>{Figure.Share(sure)}</b> of these. Of the others it says \"not sure\".</p>");
        if (report.Card is { Temperature: not 1 } calibrated)
        {
            page.Add($"<p class=\"note\">Confidences are calibrated on the validation split with temperature {calibrated.Temperature:F3} ({(calibrated.Temperature > 1 ? "without it the model is too sure of itself" : "without it the model is not sure enough")}).</p>");
        }
    }

    /// <summary>Metrics <c>bin.NN.confidence</c> and <c>bin.NN.accuracy</c>.</summary>
    private static List<(double Confidence, Estimate Accuracy)> Bins(IEnumerable<MetricValue> metrics)
    {
        var byName = metrics.Where(metric => metric.Metric.StartsWith("bin.", StringComparison.Ordinal)).ToDictionary(metric => metric.Metric, metric => metric.Estimate);
        return
        [
            .. byName.Where(bin => bin.Key.EndsWith(".confidence", StringComparison.Ordinal)).OrderBy(bin => bin.Value.Value)
                .Select(bin => (bin.Value.Value, byName.GetValueOrDefault(bin.Key.Replace(".confidence", ".accuracy", StringComparison.Ordinal))))
                .Where(bin => bin.Item2 is not null).Select(bin => (bin.Value, bin.Item2!)),
        ];
    }

    private static string Sums(ReportContents report)
    {
        (string Metric, string Name)[] sums = [("ece", "calibration error (ECE)"), ("brier", "Brier score"), ("log_loss", "log loss (NLL)")];
        IEnumerable<string> found = sums
            .Select(sum => (sum.Name, Value: report.Find(sum.Metric)))
            .Where(sum => sum.Value is not null).Select(sum => $"{sum.Name} {Figure.Number(sum.Value!)}");
        return $"On the {report.Split} split: {string.Join(", ", found)}. Dots on the dashed line: confidence is what it says; lines: 95 % intervals.";
    }
}
