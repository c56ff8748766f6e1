using FashionSpark.Cli.Commands;
using FashionSpark.Pipeline;
using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>What a person reads when a run is done.</summary>
internal sealed class JobReport
{
    private readonly IAnsiConsole _console;

    public JobReport(IAnsiConsole console) => _console = console;

    public void Write(JobOptions job, JobResult result, IReadOnlyList<string> nextSteps)
    {
        if (result.Evaluate is { } evaluate)
        {
            new AccuracyReport(_console).Write(evaluate.Splits);
            new GateReport(_console).Write(evaluate);
        }

        WriteStages(result);
        WritePlaces(job, result);
        if (nextSteps.Count > 0)
        {
            _console.WriteLine();
            _console.WriteLine("Go on with", new Style(decoration: Decoration.Bold));
            foreach (string step in nextSteps)
            {
                _console.WriteRaw($"  {step}");
            }
        }
    }

    private void WriteStages(JobResult result)
    {
        Table table = new Table().Border(TableBorder.None).AddColumns(
            new TableColumn("[bold]Stage[/]"),
            new TableColumn("[bold]Seconds[/]").RightAligned(),
            new TableColumn(""));
        foreach ((string stage, double seconds) in result.StageSeconds)
        {
            table.AddRow(new Text(stage), new Text(Figures.Seconds(seconds)), new Text(StageNote.Of(stage, result)));
        }

        if (result.StageSeconds.Count > 1)
        {
            table.AddRow(new Text("all"), new Text(Figures.Seconds(result.StageSeconds.Sum(stage => stage.Value))), Text.Empty);
        }

        _console.Write(table);
    }

    private void WritePlaces(JobOptions job, JobResult result)
    {
        List<(string What, string Where)> places = [];
        if (result.Prepare is { } prepare)
        {
            places.Add(("Data", $"{prepare.Data} (version {prepare.DataVersion})"));
        }

        if (result.Train is { } train)
        {
            places.Add(("Model", train.ModelPath));
        }

        if (result.Score is { } score)
        {
            places.Add(("Predictions", $"{score.Table} (version {score.TableVersion})"));
        }

        places.Add(("Tables", result.Warehouse));
        if (result.Report is { } report)
        {
            places.Add(("Report", report.Path));
        }

        if (result.Promote is { } promote)
        {
            places.Add(("In use", promote.Path));
            if (promote.Previous is { } previous)
            {
                places.Add(("Before", previous));
            }
        }

        places.Add(("Run", $"{result.RunId} on engine {EngineNames.Display(job.Engine ?? EngineNames.Local)}"));
        _console.WriteLine();
        foreach ((string what, string where) in places)
        {
            _console.WriteRaw($"{what,-12} {where}");
        }
    }
}
