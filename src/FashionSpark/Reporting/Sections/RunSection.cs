using FashionSpark.Pipeline;

namespace FashionSpark.Reporting;

/// <summary>When, where and how long.</summary>
internal static class RunSection
{
    public static void Write(Html page, ReportContents report)
    {
        RunRow[] ended = [.. report.Runs.Where(row => row.Event != RunEvent.Started)];
        if (ended.Length == 0)
        {
            page.AddMarkup("<p class=\"note\">The warehouse has no finished stage of this run.</p>");
            return;
        }

        page.AddMarkup("<div class=\"wide\"><table class=\"lines\"><thead><tr><th>Stage</th><th>Ended</th><th class=\"n\">Took</th><th>Engine</th><th>At</th><th>Job</th><th>Run</th></tr></thead><tbody>");
        foreach (RunRow row in ended)
        {
            page.Add($"<tr><td>{row.Stage ?? "all"}</td><td>{row.Event}</td><td class=\"n\">{(row.Seconds is { } seconds ? Figure.Seconds(seconds) : "")}</td><td>{row.Engine}</td><td>{Figure.Time(row.Time)}</td><td>{row.Job}</td><td>{row.RunId}</td></tr>");
        }

        page.AddMarkup("</tbody></table></div>");
    }
}
