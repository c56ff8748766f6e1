using System.Globalization;
using FashionSpark.Evaluation;

namespace FashionSpark.Reporting;

/// <summary>Every class: how many of its images are found, how many answers of it are right, hardest first.</summary>
internal static class ClassesSection
{
    public static void Write(Html page, ReportContents report)
    {
        var rows = report.Classes
            .Select(name => (Name: name, Recall: report.Find("recall", name), Precision: report.Find("precision", name), F1: report.Find("f1", name)))
            .Where(row => row.Recall is not null)
            .OrderBy(row => row.Recall!.N == 0 ? 2 : row.Recall.Value)
            .ToList();
        if (rows.Count == 0)
        {
            page.AddMarkup("<p class=\"note\">The warehouse has no figures by class of this run.</p>");
            return;
        }

        page.AddMarkup("<div class=\"wide\"><table><thead><tr><th>Class</th><th class=\"n\">Images</th><th class=\"n\">Found</th><th class=\"bar\">0 to 100 %</th><th class=\"n\">Right when named</th><th class=\"n\">F1</th></tr></thead><tbody>");
        foreach ((string name, Estimate? recall, Estimate? precision, Estimate? f1) in rows)
        {
            page.Add($"<tr><th>{name}</th><td class=\"n\">{Figure.Count(recall!.N)}</td><td class=\"n\">{Figure.Share(recall)}</td><td class=\"bar\">{Bar(recall)}</td>");
            page.Add($"<td class=\"n\">{(precision is null ? "" : Figure.Share(precision))}</td><td class=\"n\">{(f1 is null or { N: 0 } ? "none" : f1.Value.ToString("F3", CultureInfo.InvariantCulture))}</td></tr>");
        }

        page.AddMarkup("</tbody></table></div><p class=\"note\">Found: share of a class's images that the model names so (recall). Right when named: share of its answers of that class that are right (precision).</p>");
    }

    /// <summary>The share as a bar, with the interval as a line.</summary>
    private static Html Bar(Estimate share)
    {
        var svg = new Html();
        svg.Add($"<svg class=\"bar\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"12\"/><rect class=\"f1\" width=\"{share.Value * 100:F1}\" height=\"12\"/>");
        if (share is { Low: { } low, High: { } high })
        {
            svg.Add($"<rect class=\"whisker\" x=\"{low * 100:F1}\" y=\"5\" width=\"{(high - low) * 100:F1}\" height=\"2\"/>");
        }

        svg.AddMarkup("</svg>");
        return svg;
    }
}
