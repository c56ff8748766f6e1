using System.Globalization;

namespace FashionSpark.Reporting;

/// <summary>What the data set holds, and what could not be used.</summary>
internal static class DataSection
{
    private const int ExamplesShown = 10;

    public static void Write(Html page, ReportContents report)
    {
        if (report.Data is { } data)
        {
            page.Add($"<p>Data set <code>{data}</code>{(report.DataVersion is { } version ? $", version {version}" : "")}.</p>");
        }

        if (report.Prepared is { } prepared)
        {
            page.Add($"<p>{Figure.Count(prepared.Listed)} images listed: {Figure.Count(prepared.Prepared)} prepared, {Figure.Count(prepared.Quarantined)} in quarantine, {Figure.Count(prepared.Duplicates)} duplicates left out.</p>");
        }

        WriteCounts(page, report);
        WriteQuarantine(page, report);
    }

    private static void WriteCounts(Html page, ReportContents report)
    {
        StatisticsRow[] counts = [.. report.Statistics.Where(row => row.Channel is null && row.Class is not null)];
        if (counts.Length == 0)
        {
            page.AddMarkup("<p class=\"note\">The warehouse has no counts of this data set.</p>");
            return;
        }

        string[] splits = [.. Datasets.Split.All.Reverse().Where(split => counts.Any(row => row.Split == split))];
        Dictionary<(string, string), long> images = counts.GroupBy(row => (row.Split, row.Class!)).ToDictionary(row => row.Key, row => row.Sum(one => one.Images));
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
        string[] channels = [.. report.Statistics.Where(row => row is { Channel: not null, Mean: not null }).OrderBy(row => row.Channel)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Mean:F1} ± {row.Deviation:F1}"))];
        if (channels.Length > 0)
        {
            page.Add($"<p class=\"note\">Mean and deviation of each channel over the training images, of 255: {string.Join(", ", channels)}.</p>");
        }
    }

    private static void WriteQuarantine(Html page, ReportContents report)
    {
        if (report.Quarantine.Count == 0)
        {
            page.AddMarkup("<p class=\"note\">No file is in quarantine.</p>");
            return;
        }

        page.AddMarkup("<h3>Quarantine</h3><ul>");
        foreach (IGrouping<string, QuarantinedFile> reason in report.Quarantine.GroupBy(file => file.Reason).OrderByDescending(files => files.Count()))
        {
            page.Add($"<li>{reason.Key}: {Figure.Count(reason.Count())}</li>");
        }

        page.AddMarkup("</ul><div class=\"wide\"><table><thead><tr><th>File</th><th>Why</th></tr></thead><tbody>");
        foreach (QuarantinedFile file in report.Quarantine.OrderBy(file => file.Source, StringComparer.Ordinal).Take(ExamplesShown))
        {
            page.Add($"<tr><td class=\"path\">{file.Source}</td><td>{file.Message}</td></tr>");
        }

        page.AddMarkup("</tbody></table></div>");
        if (report.Quarantine.Count > ExamplesShown)
        {
            page.Add($"<p class=\"note\">The first {ExamplesShown} of {Figure.Count(report.Quarantine.Count)}; the table <code>quarantine</code> has them all.</p>");
        }
    }
}
