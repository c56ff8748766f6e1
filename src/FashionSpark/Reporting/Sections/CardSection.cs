using System.Globalization;
using FashionSpark.Models;

namespace FashionSpark.Reporting;

/// <summary>The model card (M. Mitchell and others, 2019): what the model was made of, and what it must not be trusted with.</summary>
internal static class CardSection
{
    /// <summary>Below this number of images a share's interval is wider than ten points.</summary>
    private const int FewImages = 400;

    /// <summary>Figures that model files have, by kind of model.</summary>
    private static readonly (string Metric, string Name, string Format)[] TrainingFigures =
    [
        ("train.epochs", "Epochs", "N0"),
        ("train.best_epoch", "Best epoch, kept", "N0"),
        ("train.partitions", "Partitions", "N0"),
        ("train.strength", "Penalty", "G3"),
        ("train.penalty", "Penalty", "G3"),
    ];

    public static void Write(Html page, ReportContents report)
    {
        if (report.Card is { } card)
        {
            page.AddMarkup("<dl>");
            WriteCard(page, report, card);
            page.AddMarkup("</dl>");
        }
        else
        {
            page.Add($"<p class=\"note\">There is no card of {report.Model}: {report.NoCard}</p>");
        }

        page.AddMarkup("<h3>Limits</h3><ul>");
        foreach (string limit in Limits(report))
        {
            page.Add($"<li>{limit}</li>");
        }

        page.AddMarkup("</ul>");
    }

    private static void WriteCard(Html page, ReportContents report, ModelMetadata card)
    {
        Row(page, "Model", report.Model);
        Row(page, "Made from", card.Backbone ?? "random weights");
        string images = report.TrainingImages is { } count ? $": {Figure.Count(count)} training images" : "";
        Row(page, "Trained on", $"{card.Data}, version {card.DataVersion}{images}{(report.TrainingSource is { } source ? $", prepared from {source}" : "")}");
        Row(page, "Trained", $"{Figure.Time(card.TrainedAt)}, run {card.RunId}, seed {card.Seed}");
        Row(page, "Classes", string.Join(", ", card.Classes));
        Row(page, "Input", $"{card.Width} x {card.Height}, {(card.Channels == 1 ? "grey" : "colour")}; prepared as {card.Preprocessing}{(card.Views.Count > 0 ? $"; views: {string.Join(", ", card.Views).ToLowerInvariant()}" : "")}");
        foreach ((string metric, string name, string format) in TrainingFigures)
        {
            if (card.Metrics.TryGetValue(metric, out double value))
            {
                Row(page, name, value.ToString(format, CultureInfo.InvariantCulture));
            }
        }

        Row(page, "Calibration", string.Create(CultureInfo.InvariantCulture, $"temperature {card.Temperature:F3}"));
        Row(page, "\"Not sure\"", card.Threshold switch
        {
            <= 0 => "never",
            >= 1 => "always: no confidence was found above which 95 in 100 answers are right",
            var threshold => $"below a confidence of {Figure.Percent(threshold)}",
        });
    }

    private static IEnumerable<string> Limits(ReportContents report)
    {
        if (report.Find("accuracy") is { } accuracy)
        {
            yield return $"For images like those of the {report.Split} split, {Figure.Percent(accuracy.Value, accuracy.N)} of answers are right{Figure.ShareInterval(accuracy)}. Other cameras, backgrounds and fashions were not measured.";
            if (accuracy.N < FewImages)
            {
                yield return $"{Figure.Count(accuracy.N)} images are few: differences of a few points between models may be chance.";
            }
        }

        yield return $"Every picture gets one of the {report.Classes.Count} classes, also one that shows none of them, or several.";
        string[] confused = [.. Confused(report)];
        if (confused.Length > 0)
        {
            yield return $"Most often confused: {string.Join("; ", confused)}.";
        }

        string[] rare = [.. report.Classes.Where(name => Images(report, name) is > 0 and < 50)];
        if (rare.Length > 0)
        {
            yield return $"Fewer than 50 {report.Split} images were there of: {string.Join(", ", rare)}. Their figures are rough.";
        }

        string[] unknown = [.. report.Classes.Where(name => report.Evaluation.Count > 0 && Images(report, name) == 0)];
        if (unknown.Length > 0)
        {
            yield return $"No {report.Split} images were there of: {string.Join(", ", unknown)}. How well they are found is not known.";
        }

        yield return report.Card switch
        {
            null => "Without the model file its \"not sure\" threshold is not known.",
            { Threshold: <= 0 } => "It never says \"not sure\", so doubtful answers look like any other.",
            { Threshold: >= 1 } => "No confidence was found above which 95 in 100 answers are right: every answer is \"not sure\".",
            { Threshold: var threshold } => $"Answers of a confidence below {Figure.Percent(threshold)} are \"not sure\" and should go to a person.",
        };
    }

    private static IEnumerable<string> Confused(ReportContents report)
    {
        Dictionary<string, long> all = report.Confusion.GroupBy(c => c.Actual).ToDictionary(c => c.Key, c => c.Sum(one => one.Count));
        return report.Confusion.Where(c => c.Actual != c.Predicted)
            .OrderByDescending(c => (double)c.Count / all[c.Actual]).ThenBy(c => c.Actual, StringComparer.Ordinal).ThenBy(c => c.Predicted, StringComparer.Ordinal).Take(3)
            .Select(c => $"{c.Actual} taken for {c.Predicted} ({Figure.Percent((double)c.Count / all[c.Actual])} of {Figure.Count(all[c.Actual])})");
    }

    private static long Images(ReportContents report, string name) => report.Find("recall", name)?.N ?? 0;

    private static void Row(Html page, string name, string value) => page.Add($"<dt>{name}</dt><dd>{value}</dd>");
}
