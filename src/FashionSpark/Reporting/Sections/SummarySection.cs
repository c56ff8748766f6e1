using FashionSpark.Evaluation;
using FashionSpark.Evaluation.Gates;

namespace FashionSpark.Reporting;

/// <summary>What it comes to: the accuracy in large, all figures of each split, and the baseline beside them.</summary>
internal static class SummarySection
{
    private static readonly (string Metric, string Name, bool Share)[] Shown =
    [
        ("accuracy", "Accuracy", true),
        ("top3_accuracy", "Among the first three", true),
        ("coverage", "Sure answers", true),
        ("sure_accuracy", "Right among the sure", true),
        ("log_loss", "Log loss", false),
        ("brier", "Brier score", false),
        ("ece", "Calibration error (ECE)", false),
    ];

    public static void Write(Html page, ReportContents report)
    {
        WriteFigures(page, report);
        WriteBaseline(page, report);
        WriteGates(page, report);
    }

    /// <summary>Accuracy and figures alone.</summary>
    public static void WriteFigures(Html page, ReportContents report)
    {
        string[] others = [.. report.Evaluation.Select(metric => metric.Split).Distinct().Where(split => split != report.Split)];
        if (report.Find("accuracy") is { } accuracy)
        {
            page.Add($"<p class=\"headline\"><b>{Figure.Percent(accuracy.Value, accuracy.N)}</b> of {Figure.Count(accuracy.N)} {report.Split} images right");
            page.Add($"<small>95 % interval{Figure.ShareInterval(accuracy)}</small></p>");
        }

        page.AddMarkup("<div class=\"wide\"><table><thead><tr><th>Figure</th>");
        Head(page, report, report.Split);
        if (report.Baseline is { } baseline)
        {
            page.Add($"<th class=\"n\">baseline<small>{report.Split}, {baseline.Model}</small></th>");
        }

        foreach (string split in others)
        {
            Head(page, report, split);
        }

        page.AddMarkup("</tr></thead><tbody>");
        foreach ((string metric, string name, bool share) in Shown.Where(shown => report.Evaluation.Any(m => m.Metric == shown.Metric && m.Class is null)))
        {
            page.Add($"<tr><th>{name}</th>");
            Cell(page, report.Find(metric), share);
            if (report.Baseline is not null)
            {
                Cell(page, MetricValue.Find(report.Baseline.Figures, report.Split, metric), share);
            }

            foreach (string split in others)
            {
                Cell(page, MetricValue.Find(report.Evaluation, split, metric), share);
            }

            page.AddMarkup("</tr>");
        }

        page.AddMarkup("</tbody></table></div><p class=\"note\">In brackets: 95 % intervals. Log loss, Brier score and calibration error: lower is better.</p>");
    }

    private static void Head(Html page, ReportContents report, string split) =>
        page.Add($"<th class=\"n\">{split}<small>n = {Figure.Count(MetricValue.Find(report.Evaluation, split, "accuracy")?.N ?? 0)}</small></th>");

    private static void Cell(Html page, Estimate? estimate, bool share) =>
        page.Add($"<td class=\"n\">{(estimate is null ? "" : share ? Figure.Share(estimate) : Figure.Number(estimate))}</td>");

    private static void WriteBaseline(Html page, ReportContents report)
    {
        if (report.Baseline?.Comparison is { } both)
        {
            string verdict = both.PValue >= PairedComparison.Level ? "a difference that chance explains" : both.OnlyThis > both.OnlyOther ? "better than the baseline" : "worse than the baseline";
            page.Add($"<p>On the same images, {Figure.Count(both.OnlyThis)} are right only here and {Figure.Count(both.OnlyOther)} only with the baseline: ");
            page.Add($"{Points(both.Gain)}, {verdict} (McNemar's test, p {(both.PValue < 0.001 ? "< 0.001" : $"= {Figure.Number(new Estimate(both.PValue, 0))}")}).</p>");
        }
        else if (report.Baseline is not null)
        {
            page.AddMarkup("<p class=\"note\">The baseline was not scored on the same images, so there is no paired test.</p>");
        }
        else if (!BaselineReader.IsBaseline(report.Model))
        {
            page.Add($"<p class=\"note\">No baseline was evaluated on these {report.Split} images in this warehouse. <code>train --model baseline</code>, <code>score</code> and <code>evaluate</code> add one.</p>");
        }
    }

    private static void WriteGates(Html page, ReportContents report)
    {
        const string Prefix = "gate:";
        foreach (MetricValue gate in report.Evaluation.Where(metric => metric.Metric.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            page.Add($"<p>Gate <code>{gate.Metric[Prefix.Length..]}</code> on {gate.Split}: <b>{(gate.Estimate.Value == 1 ? "passed" : "not passed")}</b></p>");
        }
    }

    private static string Points(Estimate gain) => FormattableString.Invariant(
        $"{gain.Value * 100:+0.0;-0.0;0.0} points{(gain is { Low: { } low, High: { } high } ? FormattableString.Invariant($" ({low * 100:+0.0;-0.0;0.0} to {high * 100:+0.0;-0.0;0.0})") : "")}");
}
