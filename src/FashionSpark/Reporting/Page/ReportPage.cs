namespace FashionSpark.Reporting;

/// <summary>The whole page: one file, no request to anywhere, no script.</summary>
internal static class ReportPage
{
    /// <summary>How tables and charts look, with the colours of light and dark; for every page that has some.</summary>
    public const string FiguresStyle = "figures.css";

    private static readonly (string Id, string Title, Action<Html, ReportContents> Write)[] Sections =
    [
        ("summary", "Result", SummarySection.Write),
        ("card", "Model card", CardSection.Write),
        ("classes", "Classes", ClassesSection.Write),
        ("confusion", "Confusion", ConfusionSection.Write),
        ("confidence", "Confidence", ConfidenceSection.Write),
        ("mistakes", "Mistakes", MistakesSection.Write),
        ("training", "Training", CurvesSection.Write),
        ("data", "Data", DataSection.Write),
        ("run", "Run", RunSection.Write),
    ];

    public static string Write(ReportContents report)
    {
        var page = new Html();
        page.Add($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{report.Model}</title>\n<style>\n");
        page.AddMarkup(Style(FiguresStyle));
        page.AddMarkup(Style("report.css"));
        page.Add($"</style>\n</head>\n<body>\n<header><h1>{report.Model}</h1><p>Run {report.RunId}, report of {Figure.Time(report.WrittenAt)}</p>\n<nav>");
        foreach ((string id, string title, _) in Sections)
        {
            page.Add($"<a href=\"#{id}\">{title}</a> ");
        }

        page.AddMarkup("</nav></header>\n<main>\n");
        foreach ((string id, string title, Action<Html, ReportContents> write) in Sections)
        {
            page.Add($"<section id=\"{id}\"><h2>{title}</h2>\n");
            write(page, report);
            page.AddMarkup("\n</section>\n");
        }

        page.AddMarkup("</main>\n<footer>Written by FashionSpark.</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>A style sheet of this assembly.</summary>
    public static string Style(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
