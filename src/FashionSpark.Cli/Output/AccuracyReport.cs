using FashionSpark.Evaluation;
using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>Accuracy of each split, and the classes that are hardest to tell.</summary>
internal sealed class AccuracyReport
{
    private const int HardestShown = 3;

    private readonly IAnsiConsole _console;

    public AccuracyReport(IAnsiConsole console) => _console = console;

    public void Write(IReadOnlyList<SplitReport> splits)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns(
            Column("Split"),
            Column("Images").RightAligned(),
            Column("Accuracy %").RightAligned(),
            Column("95 % interval").RightAligned(),
            Column("Top 3 %").RightAligned(),
            Column("Log loss").RightAligned(),
            Column("Calibration error").RightAligned());
        foreach (SplitReport split in splits)
        {
            table.AddRow(
                new Text(split.Split),
                new Text(Figures.Count(split.Accuracy.N)),
                new Text(Figures.Percent(split.Accuracy.Value), new Style(Color.Green, decoration: Decoration.Bold)),
                new Text(Interval(split.Accuracy)),
                new Text(Figures.Percent(split.Top3.Value)),
                new Text(Figures.Decimal(split.LogLoss.Value)),
                new Text(Figures.Decimal(split.CalibrationError.Value)));
        }

        _console.Write(table);

        // The test split is what counts; it is the last one by custom, but may be missing.
        if (splits.Count > 0)
        {
            SplitReport counts = splits.FirstOrDefault(split => split.Split == Datasets.Split.Test) ?? splits[^1];
            WriteConfidence(counts);
            WriteHardest(counts);
        }
    }

    private void WriteConfidence(SplitReport split)
    {
        _console.WriteRaw("Calibration error: how far confidence lies from accuracy, on average (0 = it says what it is worth).");
        string right = split.SureAccuracy.N == 0 ? "" : $", and {Figures.Percent(split.SureAccuracy.Value, 1)} % of those answers are right ({Interval(split.SureAccuracy, 1)})";
        _console.WriteRaw($"Sure of {Figures.Percent(split.Coverage.Value, 1)} % of the {split.Split} images{right}; \"not sure\" of the others.");
        _console.WriteLine();
    }

    private void WriteHardest(SplitReport split)
    {
        var hardest = split.Classes.Index().Where(c => c.Item.Recall.N > 0).OrderBy(c => c.Item.Recall.Value).Take(HardestShown).ToList();
        if (hardest.Count == 0)
        {
            return;
        }

        Table table = new Table().Border(TableBorder.None).AddColumns(
            new TableColumn($"[bold]Hardest classes ({Markup.Escape(split.Split)})[/]"),
            Column("Found %").RightAligned(),
            Column("95 % interval").RightAligned(),
            Column("Most often taken for"));
        foreach ((int index, ClassReport report) in hardest)
        {
            table.AddRow(
                new Text(report.Class),
                new Text(Figures.Percent(report.Recall.Value, 1)),
                new Text(Interval(report.Recall, 1)),
                new Text(TakenFor(split, index)));
        }

        _console.Write(table);
        _console.WriteLine();
    }

    private static string TakenFor(SplitReport split, int actual)
    {
        int others = -1;
        long sum = 0;
        for (int predicted = 0; predicted < split.Classes.Count; predicted++)
        {
            sum += split.Confusion[actual, predicted];
            if (predicted != actual && (others < 0 || split.Confusion[actual, predicted] > split.Confusion[actual, others]))
            {
                others = predicted;
            }
        }

        return others < 0 || split.Confusion[actual, others] == 0
            ? "nothing else"
            : $"{split.Classes[others].Class} ({Figures.Percent((double)split.Confusion[actual, others] / sum, 1)} %)";
    }

    private static string Interval(Estimate estimate, int digits = 2) => estimate is { Low: { } low, High: { } high }
        ? $"{Figures.Percent(low, digits)} - {Figures.Percent(high, digits)}"
        : "";

    private static TableColumn Column(string title) => new TableColumn($"[bold]{title}[/]").NoWrap();
}
