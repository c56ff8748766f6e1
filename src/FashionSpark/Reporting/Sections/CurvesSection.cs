using System.Globalization;
using FashionSpark.Datasets;

namespace FashionSpark.Reporting;

/// <summary>How the training went, by round.</summary>
internal static class CurvesSection
{
    public static void Write(Html page, ReportContents report)
    {
        MetricValue[] rounds = [.. report.Training.Where(metric => metric.Round is not null).OrderBy(metric => metric.Round)];
        ChartSeries Series(string name, string split, string metric) => new(
            name, [.. rounds.Where(m => m.Split == split && m.Metric == metric && double.IsFinite(m.Estimate.Value)).Select(m => ((double)m.Round!.Value, m.Estimate.Value))],
            Marked: split == Split.Validation);
        string across = rounds.Where(metric => metric.Metric is "penalty" or "strength").Select(metric => metric.Estimate.Value).ToArray() is [var first, .., var last]
            ? string.Create(CultureInfo.InvariantCulture, $"penalty tried, from {first:G2} to {last:G2}")
            : "round";
        (string Title, ChartSeries[] Series)[] charts =
        [
            ("Accuracy", [Series("training", Split.Train, "accuracy"), Series("validation", Split.Validation, "accuracy")]),
            ("Loss", [Series("training", Split.Train, "loss"), Series("validation", Split.Validation, "loss")]),
            ("Learning rate", [Series("learning rate", Split.Train, "learning_rate")]),
            ("How far the partitions lie apart", [Series("divergence", Split.Train, "divergence")]),
            ("The average against its parts, validation", [Series("average", Split.Validation, "average.accuracy"), Parts(rounds)]),
        ];
        var drawn = new Html();
        int count = 0;
        foreach ((string title, ChartSeries[] series) in charts)
        {
            // One round is no curve; its figures are in the tables.
            ChartSeries[] there = [.. series.Where(one => one.Points.Count > 1)];
            if (there.Length > 0)
            {
                drawn.Add($"{LineChart.Draw(title, across, there)}");
                count++;
            }
        }

        if (count == 0)
        {
            page.AddMarkup("<p class=\"note\">The warehouse has no figures by round of the training of this model.</p>");
            return;
        }

        page.Add($"<div class=\"charts\">{drawn}</div><p class=\"note\">Training figures are of the images as they were trained on, changed by augmentation where the model has any.</p>");
        if (rounds.Any(metric => metric.Metric == "divergence"))
        {
            page.AddMarkup("<p class=\"note\">Apart: distance of the partitions' weights from their average, over the distance they went in the round. 0 = all went the same way; towards 1 = averaging undoes the round, and shorter rounds would do better.</p>");
        }
    }

    /// <summary>Mean accuracy of the partitions' own models, where they were measured.</summary>
    private static ChartSeries Parts(MetricValue[] rounds) => new(
        "partitions, mean",
        [
            .. rounds.Where(m => m.Metric.StartsWith("partition.", StringComparison.Ordinal)).GroupBy(m => m.Round!.Value)
                .Select(round => ((double)round.Key, round.Average(m => m.Estimate.Value))),
        ],
        Marked: true);
}
