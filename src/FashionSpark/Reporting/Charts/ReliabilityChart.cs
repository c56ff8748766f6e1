using FashionSpark.Evaluation;

namespace FashionSpark.Reporting;

/// <summary>
/// The reliability diagram: a dot a bin of confidence, at its mean confidence and share of right answers with the interval;
/// on the diagonal, confidence is what it says. Below it, how many answers each bin has.
/// </summary>
internal static class ReliabilityChart
{
    private const int Width = 360;
    private const int Height = 300;
    private const int Left = 46;
    private const int Right = 14;
    private const int Top = 10;
    private const int Floor = 210;
    private const int Bars = 40;

    /// <param name="bins">Confidence and accuracy of the bins that have answers, in order.</param>
    public static Html Draw(IReadOnlyList<(double Confidence, Estimate Accuracy)> bins)
    {
        var x = ChartScale.Of(0, 1, Left, Width - Right, round: true);
        var y = ChartScale.Of(0, 1, Floor, Top, round: true);
        var svg = new Html();
        svg.Add($"<figure><figcaption>Share of right answers by confidence</figcaption><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Reliability diagram\">");
        foreach (int percent in (int[])[0, 20, 40, 60, 80, 100])
        {
            double place = y.Place(percent / 100.0);
            svg.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{place:F1}\" y2=\"{place:F1}\"/>");
            svg.Add($"<text class=\"end\" x=\"{Left - 6}\" y=\"{place + 4:F1}\">{percent}</text>");
            svg.Add($"<text class=\"mid\" x=\"{x.Place(percent / 100.0):F1}\" y=\"{Floor + 16}\">{percent}</text>");
        }

        svg.Add($"<line class=\"diagonal\" x1=\"{x.Place(0):F1}\" y1=\"{y.Place(0):F1}\" x2=\"{x.Place(1):F1}\" y2=\"{y.Place(1):F1}\"/>");
        long most = bins.Max(bin => bin.Accuracy.N);
        foreach ((double confidence, Estimate accuracy) in bins)
        {
            double place = x.Place(confidence);
            double bar = Math.Max(1, (double)Bars * accuracy.N / most);
            svg.Add($"<line class=\"s1\" x1=\"{place:F1}\" x2=\"{place:F1}\" y1=\"{y.Place(accuracy.Low ?? accuracy.Value):F1}\" y2=\"{y.Place(accuracy.High ?? accuracy.Value):F1}\"/>");
            svg.Add($"<circle class=\"f1\" cx=\"{place:F1}\" cy=\"{y.Place(accuracy.Value):F1}\" r=\"3.5\"><title>{confidence:P1} confident, {accuracy.Value:P1} right, n = {accuracy.N}</title></circle>");
            svg.Add($"<rect class=\"f2\" x=\"{place - 5:F1}\" width=\"10\" y=\"{Height - 18 - bar:F1}\" height=\"{bar:F1}\"/>");
        }

        svg.Add($"<text class=\"mid\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\">confidence %; bars: number of answers</text></svg></figure>");
        return svg;
    }
}
