using System.Globalization;

namespace FashionSpark.Evaluation.Gates;

/// <summary>
/// A demand on a figure: <c>[SPLIT.][class:NAME.]METRIC&gt;=NUMBER</c> or <c>&lt;=</c>. It is met where the whole 95 %
/// interval of the figure meets it, not the figure alone: its lower end for &gt;=, its upper end for &lt;=.
/// </summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Split">Split it asks of; null = the default one.</param>
/// <param name="Class">Class it asks of; null = all.</param>
/// <param name="Metric">Name of the figure, see <see cref="GateMetrics"/>.</param>
/// <param name="AtLeast">True for &gt;=, false for &lt;=.</param>
/// <param name="Bound">The number.</param>
public sealed record Gate(string Text, string? Split, string? Class, string Metric, bool AtLeast, double Bound)
{
    private const string ClassPrefix = "class:";

    /// <exception cref="InvalidInputException">Not such an expression, or a metric that is not known.</exception>
    public static Gate Parse(string text)
    {
        int at = Math.Max(text.LastIndexOf(">=", StringComparison.Ordinal), text.LastIndexOf("<=", StringComparison.Ordinal));
        if (at <= 0)
        {
            throw Malformed(text, "it has no >= or <= after a metric");
        }

        string number = text[(at + 2)..].Trim();
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double bound) || !double.IsFinite(bound))
        {
            throw Malformed(text, $"'{number}' is not a number (a share is written 0.9, not 90%)");
        }

        string figure = text[..at].Trim();
        string? split = Datasets.Split.All.FirstOrDefault(name => figure.StartsWith($"{name}.", StringComparison.Ordinal));
        figure = split is null ? figure : figure[(split.Length + 1)..];
        string? ofClass = null;
        if (figure.StartsWith(ClassPrefix, StringComparison.Ordinal))
        {
            int dot = figure.LastIndexOf('.');
            if (dot <= ClassPrefix.Length)
            {
                throw Malformed(text, "a class is followed by a dot and one of its metrics, such as class:shirt.recall>=0.7");
            }

            ofClass = figure[ClassPrefix.Length..dot];
            figure = figure[(dot + 1)..];
        }

        IReadOnlyList<string> known = ofClass is null ? GateMetrics.OfSplit : GateMetrics.OfClass;
        return known.Contains(figure)
            ? new Gate(text, split, ofClass, figure, text[at] == '>', bound)
            : throw Malformed(text, $"{(ofClass is null ? "metric" : "metric of a class")} '{figure}' is not known; known are {string.Join(", ", known)}");
    }

    /// <summary>Whether the interval of the figure lies on the right side of the bound; a figure without interval does not.</summary>
    public bool IsMetBy(Estimate found) => AtLeast ? found.Low >= Bound : found.High <= Bound;

    private static InvalidInputException Malformed(string text, string why) => new($"Gate '{text}' is not understood: {why}.");
}
