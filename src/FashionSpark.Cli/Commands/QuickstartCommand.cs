using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Fashion-MNIST from nothing to tables, model and report.</summary>
internal sealed class QuickstartCommand : JobCommand
{
    private readonly Option<string?> _out = Flag.Text(
        "--out", "DIR", $"Folder for everything: data, models, tables (default: {Defaults.QuickstartOut}).");

    private readonly Option<string?> _source = Flag.Text(
        "--data-source", "SRC", $"Where the images are, as for prepare --source (default: {Defaults.QuickstartSource}).");

    private readonly Option<string?> _profile = TrainFlags.Profile();
    private readonly Option<int?> _partitions = Flag.Number("--partitions", "N", "Partitions of data and training (default: one a core).", 1);
    private readonly Option<int?> _epochs = TrainFlags.Epochs();
    private readonly Option<bool> _overwrite = Flag.Switch("--overwrite", "Replace what an earlier run left in the folder.");

    public QuickstartCommand(CliHost host, CommonOptions common)
        : base(
            "quickstart",
            "Fashion-MNIST from nothing: prepares the data, trains, scores and evaluates, and shows what came out.\n" +
            "Stopped half-way, the same command goes on where it was.",
            host,
            common,
            "warehouse in --out")
    {
        Add(_out);
        Add(_profile);
        Add(_epochs);
        Add(_partitions);
        Add(_source);
        Add(_overwrite);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse)
    {
        string folder = parse.GetValue(_out) ?? Defaults.QuickstartOut;
        string data = Path.Combine(folder, Defaults.DataFolder);
        string profile = parse.GetValue(_profile) ?? Defaults.Train.Profile;
        string model = Path.Combine(folder, Defaults.ModelsFolder, $"{Defaults.Train.Model}-{profile}.onnx");
        return new JobOptions
        {
            Job = Name,
            Engine = Job.Engine(parse),
            Cluster = Job.Cluster(parse),
            Warehouse = Job.Warehouse(parse) ?? Path.Combine(folder, Defaults.WarehouseFolder),
            Prepare = Defaults.Prepare with
            {
                Source = parse.GetValue(_source) ?? Defaults.QuickstartSource,
                Out = data,
                Partitions = parse.GetValue(_partitions),
                Overwrite = parse.GetValue(_overwrite),
            },
            Train = Defaults.Train with
            {
                Data = data,
                Out = model,
                Profile = profile,
                Partitions = parse.GetValue(_partitions),
                Epochs = parse.GetValue(_epochs),
                Overwrite = parse.GetValue(_overwrite),
                Seed = Job.Seed(parse),
            },
            Score = Defaults.Score with { Data = data, Model = model },
            Evaluate = new EvaluateOptions(),
            Report = new ReportOptions { Out = Path.Combine(folder, Defaults.ReportFile), Overwrite = parse.GetValue(_overwrite) },
        };
    }

    protected override IReadOnlyList<string> NextSteps(JobOptions job) =>
    [
        $"{Host.CommandName} predict PHOTO.png --model {ShellText.Quote(job.Score!.Model)}",
        $"{Host.CommandName} table show {ShellText.Quote(Path.Combine(job.Warehouse, "metrics"))}",
    ];
}
