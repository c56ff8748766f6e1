using System.Globalization;

namespace FashionSpark.Reporting;

/// <summary>What the data set holds, and what could not be used.</summary>
internal static class DataSection
{
    private const int ExamplesShown = 10;

    public static void Write(Html page, ReportContents report)
    {
        if (report.Data.Path is { } data)
        {
            page.Add($"<p>Data set <code>{data}</code>{(report.Data.Version is { } version ? $", version {version}" : "")}.</p>");
        }

        if (report.Data.Statistics.Count == 0)
        {
            page.AddMarkup("<p class=\"note\">The warehouse does not have the counts of this data set, nor what was left out of it.</p>");
            return;
        }

        WriteRun(page, report);
        WriteCounts(page, report);
        WriteQuarantine(page, report);
    }

    /// <summary>What was listed and what became of it.</summary>
    private static void WriteRun(Html page, ReportContents report)
    {
        Dictionary<string, long> run = report.Data.Statistics.Where(row => row.Split is null).ToDictionary(row => row.Figure, row => row.Images);
        if (run.TryGetValue("listed", out long listed))
        {
            string Of(string figure) => Figure.Count(run.GetValueOrDefault(figure));
            page.Add($"<p>{Figure.Count(listed)} images listed: {Of("prepared")} prepared, {Of("quarantined")} in quarantine, {Of("duplicates")} duplicates left out.</p>");
        }

        if (run.GetValueOrDefault("near_duplicates") is > 0 and var alike)
        {
            page.Add($"<p>{Figure.Count(alike)} images look very much like one of another split (table <code>near_duplicates</code>): figures on such images flatter the model.</p>");
        }
    }

    private static void WriteCounts(Html page, ReportContents report)
    {
        StatisticsRow[] counts = [.. report.Data.Counts];
        string[] splits = [.. Datasets.Split.All.Reverse().Where(split => counts.Any(row => row.Split == split))];
        Dictionary<(string, string), long> images = counts.ToDictionary(row => (row.Split!, row.Class!), row => row.Images);
        page.AddMarkup("<div class=\"wide\"><table><thead><tr><th>Class</th>");
        foreach (string split in splits)
        {
            page.Add($"<th class=\"n\">{split}</th>");
        }

        page.AddMarkup("</tr></thead><tbody>");
        foreach (string name in report.Classes.Union(counts.Select(row => row.Class!)))
        {
            page.Add($"<tr><th>{name}</th>");
            foreach (string split in splits)
            {
                page.Add($"<td class=\"n\">{Figure.Count(images.GetValueOrDefault((split, name)))}</td>");
            }

            page.AddMarkup("</tr>");
        }

        page.AddMarkup("<tr class=\"sum\"><th>all</th>");
        foreach (string split in splits)
        {
            page.Add($"<td class=\"n\">{Figure.Count(counts.Where(row => row.Split == split).Sum(row => row.Images))}</td>");
        }

        page.AddMarkup("</tr></tbody></table></div>");
        string[] channels = [.. report.Data.Statistics.Where(row => row is { Figure: "channel", Mean: not null }).OrderBy(row => row.Channel)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Mean:F1} ± {row.Deviation:F1}"))];
        if (channels.Length > 0)
        {
            page.Add($"<p class=\"note\">Mean and deviation of each channel over the training images, of 255: {string.Join(", ", channels)}.</p>");
        }
    }

    private static void WriteQuarantine(Html page, ReportContents report)
    {
        if (report.Data.Quarantine.Count == 0)
        {
            page.AddMarkup("<p class=\"note\">No file is in quarantine.</p>");
            return;
        }

        page.AddMarkup("<h3>Quarantine</h3><ul>");
        foreach (IGrouping<string, QuarantinedFile> reason in report.Data.Quarantine.GroupBy(file => file.Reason).OrderByDescending(files => files.Count()))
        {
            page.Add($"<li>{reason.Key}: {Figure.Count(reason.Count())}</li>");
        }

        page.AddMarkup("</ul><ul>");
        foreach (QuarantinedFile file in report.Data.Quarantine.OrderBy(file => file.Source, StringComparer.Ordinal).Take(ExamplesShown))
        {
            page.Add($"<li><code>{file.Source}</code><br>{file.Message}</li>");
        }

        page.AddMarkup("</ul>");
        if (report.Data.Quarantine.Count > ExamplesShown)
        {
            page.Add($"<p class=\"note\">The first {ExamplesShown} of {Figure.Count(report.Data.Quarantine.Count)}; the table <code>quarantine</code> has them all.</p>");
        }
    }
}
