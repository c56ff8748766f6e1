using System.Globalization;

namespace FashionSpark.Reporting;

/// <summary>Which classes are taken for which: shares of each true class, the counts as titles.</summary>
internal static class ConfusionSection
{
    public static void Write(Html page, ReportContents report)
    {
        if (report.Confusion.Count == 0)
        {
            page.AddMarkup("<p class=\"note\">The warehouse has no confusion counts of this run.</p>");
            return;
        }

        Dictionary<(string, string), long> counts = report.Confusion.GroupBy(c => (c.Actual, c.Predicted)).ToDictionary(c => c.Key, c => c.Sum(one => one.Count));
        page.Add($"<p class=\"note\">Rows: what the {report.Split} images show; columns: what the model says; in percent of the row, below half a percent left out.</p>");
        page.AddMarkup("<div class=\"wide\"><table class=\"matrix\"><thead><tr><th></th>");
        foreach ((int i, string name) in report.Classes.Index())
        {
            page.Add($"<th><abbr title=\"{name}\">{i + 1}</abbr></th>");
        }

        page.AddMarkup("</tr></thead><tbody>");
        foreach ((int i, string actual) in report.Classes.Index())
        {
            long all = report.Classes.Sum(predicted => counts.GetValueOrDefault((actual, predicted)));
            page.Add($"<tr><th><span>{i + 1}</span> {actual}</th>");
            foreach (string predicted in report.Classes)
            {
                Cell(page, actual, predicted, counts.GetValueOrDefault((actual, predicted)), all);
            }

            page.AddMarkup("</tr>");
        }

        page.AddMarkup("</tbody></table></div>");
    }

    private static void Cell(Html page, string actual, string predicted, long count, long all)
    {
        double share = all == 0 ? 0 : (double)count / all;
        string kind = actual == predicted ? "right" : "wrong";

        // Mistakes are few; the root lets one in twenty be seen.
        int strength = (int)Math.Round(20 * (kind == "right" ? share : Math.Sqrt(share)));
        string text = share < 0.005 ? "" : Math.Round(share * 100, MidpointRounding.AwayFromZero).ToString("F0", CultureInfo.InvariantCulture);
        page.Add($"<td class=\"{kind} v{strength}\" title=\"{actual} taken for {predicted}: {count} of {all}\">{text}</td>");
    }
}
