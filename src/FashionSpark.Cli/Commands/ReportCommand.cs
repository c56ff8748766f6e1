using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>From the tables of a warehouse to one HTML file.</summary>
internal sealed class ReportCommand : JobCommand
{
    private readonly Option<string> _out = Flag.Required("--out", "FILE.html", "The HTML file to write; it holds everything, pictures too.");
    private readonly Option<string?> _run = Flag.Text("--run", "RUN", "Run that the report is about (default: the last one evaluated into the warehouse).");
    private readonly Option<bool> _overwrite = Flag.Switch("--overwrite", "Replace the file if there is one.");

    public ReportCommand(CliHost host, CommonOptions common)
        : base(
            "report",
            "Writes what a run came to as one HTML file: figures beside the baseline's, curves, mistakes with pictures, model card.",
            host,
            common,
            Defaults.Warehouse)
    {
        Add(_out);
        Add(_run);
        Add(_overwrite);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse) => Job.Begin(parse, Name, Defaults.Warehouse) with
    {
        Report = new ReportOptions
        {
            Out = parse.GetRequiredValue(_out),
            RunId = parse.GetValue(_run),
            Overwrite = parse.GetValue(_overwrite),
        },
    };
}
