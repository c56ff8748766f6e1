using System.Globalization;
using System.Text;

namespace FashionSpark.Reporting;

/// <summary>Curves as inline SVG. Colours come from the page's style, so that they change with light and dark.</summary>
internal static class LineChart
{
    /// <summary>As wide as a phone shows it, so that text is as large there as anywhere.</summary>
    private const int Width = 360;
    private const int Height = 220;

    /// <summary>Holds a tick such as 0.00015.</summary>
    private const int Left = 60;

    private const int Right = 14;
    private const int Top = 10;
    private const int Bottom = 34;

    /// <summary>More points than pixels are not seen.</summary>
    private const int MostPoints = 300;

    public static Html Draw(string title, string across, IReadOnlyList<ChartSeries> series)
    {
        (double X, double Y)[] points = [.. series.SelectMany(one => one.Points)];
        var x = ChartScale.Of(points.Min(p => p.X), points.Max(p => p.X), Left, Width - Right, round: false);
        var y = ChartScale.Of(points.Min(p => p.Y), points.Max(p => p.Y), Height - Bottom, Top, round: true);
        var svg = new Html();
        svg.Add($"<figure><figcaption>{title}</figcaption><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title} by {across}\">");
        foreach (double tick in y.Ticks)
        {
            svg.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y.Place(tick):F1}\" y2=\"{y.Place(tick):F1}\"/>");
            svg.Add($"<text class=\"end\" x=\"{Left - 6}\" y=\"{y.Place(tick) + 4:F1}\">{tick.ToString("G4", CultureInfo.InvariantCulture)}</text>");
        }

        foreach (double tick in x.Ticks.Where(tick => tick == Math.Floor(tick)))
        {
            svg.Add($"<text class=\"mid\" x=\"{x.Place(tick):F1}\" y=\"{Height - Bottom + 16}\">{tick.ToString("G6", CultureInfo.InvariantCulture)}</text>");
        }

        svg.Add($"<text class=\"mid\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\">{across}</text>");
        foreach ((int i, ChartSeries one) in series.Index())
        {
            Curve(svg, one, i + 1, x, y);
        }

        svg.AddMarkup("</svg>");
        Legend(svg, series);
        svg.AddMarkup("</figure>");
        return svg;
    }

    private static void Curve(Html svg, ChartSeries series, int number, ChartScale x, ChartScale y)
    {
        int every = Math.Max(1, series.Points.Count / MostPoints);
        var path = new StringBuilder();
        foreach ((int i, (double px, double py)) in series.Points.Index().Where(p => p.Index % every == 0 || p.Index == series.Points.Count - 1))
        {
            path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " ")}{x.Place(px):F1},{y.Place(py):F1}");
        }

        svg.Add($"<polyline class=\"s{number}\" points=\"{path}\"/>");
        if (series.Marked)
        {
            foreach ((double px, double py) in series.Points)
            {
                svg.Add($"<circle class=\"f{number}\" cx=\"{x.Place(px):F1}\" cy=\"{y.Place(py):F1}\" r=\"2.5\"/>");
            }
        }
    }

    private static void Legend(Html svg, IReadOnlyList<ChartSeries> series)
    {
        if (series.Count < 2)
        {
            return;
        }

        svg.AddMarkup("<p class=\"legend\">");
        foreach ((int i, ChartSeries one) in series.Index())
        {
            svg.Add($"<span><i class=\"b{i + 1}\"></i>{one.Name}</span>");
        }

        svg.AddMarkup("</p>");
    }
}
