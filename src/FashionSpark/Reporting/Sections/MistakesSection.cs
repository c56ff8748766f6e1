namespace FashionSpark.Reporting;

/// <summary>The mistakes to look at, with pictures and heat maps.</summary>
internal static class MistakesSection
{
    public static void Write(Html page, ReportContents report)
    {
        if (!report.Mistakes.All.Any())
        {
            page.Add($"<p class=\"note\">{(report.Find("accuracy") is { Value: 1 } ? $"Every answer on the {report.Split} split is right." : "The warehouse has no predictions of this run any more.")}</p>");
            return;
        }

        if (report.NoPictures is { } why)
        {
            page.Add($"<p class=\"note\">Pictures are missing: {why}</p>");
        }

        if (report.Pictures.Count > 0)
        {
            page.AddMarkup(report.Pictures.Values.All(picture => picture.Heat is null)
                ? "<p class=\"note\">A model of this kind has no heat map.</p>"
                : "<p class=\"note\">Left the image as the model sees it; right, in orange, where the model looked.</p>");
        }

        page.AddMarkup("<h3>Most confident mistakes</h3>");
        Gallery(page, report, report.Mistakes.Confident);
        if (report.Mistakes.Worst.Count > 0)
        {
            page.AddMarkup("<h3>Worst of the others</h3><p class=\"note\">Those that gave the right class the least probability.</p>");
            Gallery(page, report, report.Mistakes.Worst);
        }
    }

    private static void Gallery(Html page, ReportContents report, IReadOnlyList<Mistake> mistakes)
    {
        page.AddMarkup("<div class=\"gallery\">");
        foreach (Mistake mistake in mistakes)
        {
            page.AddMarkup("<figure>");
            if (report.Pictures.GetValueOrDefault(mistake.ImageId) is { } picture)
            {
                page.AddMarkup("<div class=\"pair\">");
                Image(page, picture.Picture, mistake.Actual);
                if (picture.Heat is { } heat)
                {
                    Image(page, heat, $"heat map of {mistake.Actual}");
                }

                page.AddMarkup("</div>");
            }

            page.Add($"<figcaption><b class=\"bad\">{mistake.Class}</b> {Figure.Percent(mistake.Confidence)}<br>in truth <b>{mistake.Actual}</b> {Figure.Percent(Math.Exp(-mistake.Loss))}");
            page.Add($"<br><small title=\"{mistake.ImageId}\">{mistake.Source}</small></figcaption></figure>");
        }

        page.AddMarkup("</div>");
    }

    private static void Image(Html page, byte[] png, string what) =>
        page.Add($"<img alt=\"{what}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
}
