namespace FashionSpark.Reporting;

/// <summary>An axis: from values to places on the picture, with ticks at round numbers.</summary>
internal sealed class ChartScale
{
    private readonly double _from;
    private readonly double _to;

    private ChartScale(double low, double high, IReadOnlyList<double> ticks, double from, double to)
    {
        Low = low;
        High = high;
        Ticks = ticks;
        _from = from;
        _to = to;
    }

    public double Low { get; }

    public double High { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <param name="low">Smallest value.</param>
    /// <param name="high">Largest value.</param>
    /// <param name="from">Place of the low end.</param>
    /// <param name="to">Place of the high end.</param>
    /// <param name="round">Ends at ticks, so that no curve touches the frame.</param>
    public static ChartScale Of(double low, double high, double from, double to, bool round)
    {
        double span = high > low ? high - low : Math.Max(Math.Abs(high), 1);
        double step = Step(span / 4);
        double first = Math.Floor(Math.Round(low / step, 9)) * step;
        double last = high > low ? Math.Ceiling(Math.Round(high / step, 9)) * step : first + (2 * step);
        double[] ticks = [.. Enumerable.Range(0, (int)Math.Round((last - first) / step) + 1).Select(i => Math.Round(first + (i * step), 12))];
        return round || high <= low
            ? new ChartScale(first, last, ticks, from, to)
            : new ChartScale(low, high, [.. ticks.Where(tick => tick >= low && tick <= high)], from, to);
    }

    public double Place(double value) => _from + ((value - Low) / (High - Low) * (_to - _from));

    /// <summary>1, 2 or 5 times a power of ten, at least the given width.</summary>
    private static double Step(double width)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        double share = width / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }
}
