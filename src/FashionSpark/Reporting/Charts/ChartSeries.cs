namespace FashionSpark.Reporting;

/// <summary>A curve.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Points">From left to right.</param>
/// <param name="Marked">With a dot at every point: few points, such as one an epoch.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points, bool Marked = false);
