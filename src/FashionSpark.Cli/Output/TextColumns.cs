using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>
/// Columns of text side by side, a row a line: where the console is too narrow the widest are cut first, and the last
/// ones left out when all are as narrow as can be.
/// </summary>
internal sealed class TextColumns
{
    private const int Narrowest = 7;
    private const int Gap = 2;

    private readonly List<IReadOnlyList<string>> _rows = [];

    public TextColumns(IReadOnlyList<string> titles) => _rows.Add(titles);

    public void Add(IReadOnlyList<string> cells) => _rows.Add([.. cells.Select(cell => cell.ReplaceLineEndings(" "))]);

    /// <returns>How many columns had to be left out.</returns>
    public int Write(IAnsiConsole console)
    {
        List<int> widths = [.. _rows[0].Select((_, i) => _rows.Max(row => row[i].Length))];
        int columns = widths.Count;
        while (Total(widths) > console.Profile.Width && widths.Max() > Narrowest)
        {
            widths[widths.IndexOf(widths.Max())]--;
        }

        while (Total(widths) > console.Profile.Width && widths.Count > 1)
        {
            widths.RemoveAt(widths.Count - 1);
        }

        foreach (IReadOnlyList<string> row in _rows)
        {
            console.WriteRaw(string.Concat(widths.Select((width, i) => Cut(row[i], width).PadRight(width + Gap))).TrimEnd());
        }

        return columns - widths.Count;
    }

    private static int Total(List<int> widths) => widths.Sum() + (Gap * (widths.Count - 1));

    private static string Cut(string text, int width) => text.Length <= width ? text : $"{text[..(width - 1)]}…";
}
