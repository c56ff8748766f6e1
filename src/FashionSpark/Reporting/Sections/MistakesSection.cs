namespace FashionSpark.Reporting;

/// <summary>Images to look at: wrong answers of the highest confidence, and answers of the lowest.</summary>
internal static class MistakesSection
{
    public static void Write(Html page, ReportContents report)
    {
        if (report.Mistakes.Count == 0)
        {
            page.AddMarkup("<p class=\"note\">The warehouse has no labelled predictions of this run.</p>");
            return;
        }

        if (report.Pictures.Count == 0 && report.NoPictures is { } why)
        {
            page.Add($"<p class=\"note\">No pictures: {why}</p>");
        }
        else if (report.Pictures.Values.All(picture => picture.Heat is null))
        {
            page.AddMarkup("<p class=\"note\">A model of this kind has no heat map.</p>");
        }
        else
        {
            page.AddMarkup("<p class=\"note\">Left the image as the model sees it, right where the network is active in it.</p>");
        }

        Mistake[] confident = [.. report.Mistakes.Where(mistake => mistake.Confident)];
        page.AddMarkup("<h3>Most confident mistakes</h3>");
        if (confident.Length == 0)
        {
            page.Add($"<p class=\"note\">Every answer on the {report.Split} split is right.</p>");
        }

        Gallery(page, report, confident);
        page.AddMarkup("<h3>Least confident answers</h3>");
        Gallery(page, report, [.. report.Mistakes.Where(mistake => !mistake.Confident)]);
    }

    private static void Gallery(Html page, ReportContents report, Mistake[] mistakes)
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

            bool right = mistake.Actual == mistake.Class;
            page.Add($"<figcaption><b class=\"{(right ? "good" : "bad")}\">{mistake.Class}</b> {Figure.Percent(mistake.Confidence)}<br>");
            page.Add($"{(right ? "right" : "in truth")}{(right ? "" : $" {mistake.Actual}")}, loss {mistake.Loss:F2}<br><small title=\"{mistake.ImageId}\">{mistake.Source}</small></figcaption></figure>");
        }

        page.AddMarkup("</div>");
    }

    private static void Image(Html page, byte[] png, string what) =>
        page.Add($"<img alt=\"{what}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
}
