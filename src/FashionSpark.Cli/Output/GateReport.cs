using System.Globalization;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Pipeline;
using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>What was asked of a run, what was found, and whether it is enough.</summary>
internal sealed class GateReport
{
    private readonly IAnsiConsole _console;

    public GateReport(IAnsiConsole console) => _console = console;

    public void Write(EvaluateResult evaluate)
    {
        if (evaluate.Gates.Count == 0)
        {
            return;
        }

        Table table = new Table().Border(TableBorder.None).AddColumns(
            new TableColumn("[bold]Gate[/]"),
            new TableColumn("[bold]Split[/]"),
            new TableColumn("[bold]Found[/]").RightAligned(),
            new TableColumn("[bold]95 % interval[/]").RightAligned(),
            new TableColumn("[bold]Images[/]").RightAligned(),
            new TableColumn(""));
        foreach (GateResult gate in evaluate.Gates)
        {
            table.AddRow(
                new Text(gate.Gate),
                new Text(gate.Split),
                new Text(Figure(gate.Found.Value)),
                new Text(gate.Found is { Low: { } low, High: { } high } ? $"{Figure(low)} - {Figure(high)}" : "none"),
                new Text(Figures.Count(gate.Found.N)),
                gate.Passed ? new Text("passed", new Style(Color.Green)) : new Text("NOT PASSED", new Style(Color.Red, decoration: Decoration.Bold)));
        }

        _console.Write(table);
        foreach (PairedComparison c in evaluate.Comparisons)
        {
            _console.WriteRaw(string.Create(
                CultureInfo.InvariantCulture,
                $"Against {c.Run} on {c.Split}: only this run is right on {c.OnlyThis} images, only the other on {c.OnlyOther}; p = {c.PValue:G2} (McNemar)"));
        }

        int failed = evaluate.Gates.Count(gate => !gate.Passed);
        _console.WriteRaw(failed == 0
            ? $"All of {Figures.Count(evaluate.Gates.Count, "gate")} passed."
            : $"{Figures.Count(failed, "gate")} of {evaluate.Gates.Count} not passed: the whole interval must be on the right side. Exit code 3.");
        _console.WriteLine();
    }

    private static string Figure(double value) => Figures.Decimal(value, 4);
}
