using System.Globalization;
using FashionSpark.Models;

namespace FashionSpark.Reporting;

/// <summary>The model card (M. Mitchell and others, 2019): what the model was made of, and what it must not be trusted with.</summary>
internal static class CardSection
{
    /// <summary>Below this number of images a share's interval is wider than ten points.</summary>
    private const int FewImages = 400;

    public static void Write(Html page, ReportContents report)
    {
        page.AddMarkup("<dl>");
        Row(page, "Model", report.Model);
        if (report.Card is { } card)
        {
            WriteCard(page, card);
        }

        page.AddMarkup("</dl>");
        if (report.NoCard is { } why)
        {
            page.Add($"<p class=\"note\">{why}</p>");
        }

        page.AddMarkup("<h3>Limits</h3><ul>");
        foreach (string limit in Limits(report))
        {
            page.Add($"<li>{limit}</li>");
        }

        page.AddMarkup("</ul>");
    }

    private static void WriteCard(Html page, ModelMetadata card)
    {
        Row(page, "Trained", $"{Figure.Time(card.TrainedAt)}, run {card.RunId}, seed {card.Seed}");
        Row(page, "On", $"{card.Data}, version {card.DataVersion}");
        Row(page, "Classes", string.Join(", ", card.Classes));
        Row(page, "Input", $"{card.Width} x {card.Height}, {(card.Channels == 1 ? "grey" : "colour")}; prepared as {card.Preprocessing}{(card.Views.Count > 0 ? $"; views: {string.Join(", ", card.Views).ToLowerInvariant()}" : "")}");
        Row(page, "Calibration", string.Create(CultureInfo.InvariantCulture, $"temperature {card.Temperature:F3}, \"not sure\" below {card.Threshold:P1}"));
        foreach ((string name, double value) in card.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            Row(page, name, value.ToString("G5", CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<string> Limits(ReportContents report)
    {
        if (SummarySection.Find(report.Evaluation, report.Split, "accuracy") is { } accuracy)
        {
            yield return $"For images like those of the {report.Split} split, {Figure.Percent(accuracy.Value, accuracy.N)} of answers are right{Figure.ShareInterval(accuracy)}. Other cameras, backgrounds and fashions were not measured.";
            if (accuracy.N < FewImages)
            {
                yield return $"{accuracy.N} images are few: differences of a few points between models may be chance.";
            }
        }

        yield return $"Every picture gets one of the {report.Classes.Count} classes, also one that shows none of them, or several.";
        string[] confused = [.. Confused(report)];
        if (confused.Length > 0)
        {
            yield return $"Most often confused: {string.Join("; ", confused)}.";
        }

        string[] rare = [.. report.Classes.Where(name => SummarySection.Find(report.Evaluation, report.Split, "recall", name) is { N: < 50 })];
        if (rare.Length > 0)
        {
            yield return $"Fewer than 50 {report.Split} images were there of: {string.Join(", ", rare)}. Their figures are rough.";
        }

        yield return report.Card is { Threshold: var threshold and < 1 }
            ? string.Create(CultureInfo.InvariantCulture, $"Answers of a confidence below {threshold:P1} are \"not sure\" and should go to a person.")
            : report.Card is null ? "Without the model file its threshold is not known." : "No confidence was found above which 95 in 100 answers are right: every answer is \"not sure\".";
    }

    private static IEnumerable<string> Confused(ReportContents report)
    {
        Dictionary<string, long> all = report.Confusion.GroupBy(c => c.Actual).ToDictionary(c => c.Key, c => c.Sum(one => one.Count));
        return report.Confusion.Where(c => c.Actual != c.Predicted)
            .OrderByDescending(c => (double)c.Count / all[c.Actual]).ThenBy(c => c.Actual, StringComparer.Ordinal).ThenBy(c => c.Predicted, StringComparer.Ordinal).Take(3)
            .Select(c => $"{c.Actual} taken for {c.Predicted} ({Figure.Percent((double)c.Count / all[c.Actual])} of {all[c.Actual]})");
    }

    private static void Row(Html page, string name, string value) => page.Add($"<dt>{name}</dt><dd>{value}</dd>");
}
