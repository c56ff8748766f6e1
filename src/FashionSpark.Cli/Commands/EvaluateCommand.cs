using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>From predictions to rows of the metrics and confusion tables.</summary>
internal sealed class EvaluateCommand : JobCommand
{
    private readonly Option<string?> _table = Flag.Text(
        "--table", "DIR", "Folder of the predictions table (default: predictions in the warehouse). Its folder is then the default warehouse.");

    private readonly Option<string?> _runId = Flag.Text("--run-id", "RUN", "Run whose predictions are evaluated (default: the last one in the table).");

    public EvaluateCommand(CliHost host, CommonOptions common)
        : base("evaluate", "Measures accuracy and the rest from a predictions table, with intervals, into the metrics tables.", host, common, Defaults.Warehouse)
    {
        Add(_table);
        Add(_runId);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse) => new()
    {
        Job = Name,
        Engine = Job.Engine(parse),
        Cluster = Job.Cluster(parse),
        Warehouse = Job.Warehouse(parse) ?? TablePath.Parent(parse.GetValue(_table)) ?? Defaults.Warehouse,
        Evaluate = new EvaluateOptions { Table = parse.GetValue(_table), RunId = parse.GetValue(_runId) },
    };
}
