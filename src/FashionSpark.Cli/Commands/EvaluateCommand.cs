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

    private readonly Option<string[]> _gates = Flag.Texts(
        "--gate",
        "EXPR",
        "What a figure must reach with its whole 95 % interval, such as accuracy>=0.9, validation.ece<=0.04 or class:shirt.recall>=0.7; " +
        "quote it for the shell; may be repeated. Exit code 3 where one is not passed.");

    private readonly Option<string?> _against = Flag.Text(
        "--against",
        "RUN",
        "Another run in the table, scored on the same images: this one must not be worse by more than chance explains (McNemar), or gain what --gate gain>=X asks.");

    public EvaluateCommand(CliHost host, CommonOptions common)
        : base("evaluate", "Measures accuracy and the rest from a predictions table, with intervals, into the metrics tables.", host, common, Defaults.Warehouse)
    {
        Add(_table);
        Add(_runId);
        Add(_gates);
        Add(_against);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse) => Job.Begin(parse, Name, TablePath.Parent(parse.GetValue(_table)) ?? Defaults.Warehouse) with
    {
        Evaluate = new EvaluateOptions
        {
            Table = parse.GetValue(_table),
            RunId = parse.GetValue(_runId),
            Gates = parse.GetValue(_gates) ?? [],
            Against = parse.GetValue(_against),
        },
    };
}
