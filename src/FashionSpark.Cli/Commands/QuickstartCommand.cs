using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Datasets;
using FashionSpark.Images;
using FashionSpark.Pipeline;
using FashionSpark.Training.Transfer;

namespace FashionSpark.Cli.Commands;

/// <summary>A known data set from nothing to tables, model and report.</summary>
internal sealed class QuickstartCommand : JobCommand
{
    private const string Photos = "photos";

    private readonly Option<string?> _data = Flag.Choice(
        "--data", $"What to learn from: grey pictures of {FashionMnist.Name}, or photos of people's clothes (default: {FashionMnist.Name}).", FashionMnist.Name, Photos);

    private readonly Option<string?> _out = Flag.Text(
        "--out", "DIR", $"Folder for everything: data, models, tables (default: {Defaults.QuickstartOut}, {Defaults.PhotosOut} for photos).");

    private readonly Option<string?> _source = Flag.Text(
        "--data-source", "SRC", $"Where the images are, as for prepare --source (default: {FashionMnist.Name}, {ClothingPhotos.Name} for photos).");

    private readonly Option<string?> _model = Flag.Text(
        "--model", "KIND", $"Kind of model, as for train --model (default: {Defaults.Train.Model}, {TransferTrainer.Name} for photos).");

    private readonly Option<string?> _backbone = Flag.Text(
        "--backbone", "FILE", "Photos: the pretrained network, as for train --backbone.");

    private readonly Option<string?> _profile = TrainFlags.Profile();
    private readonly Option<int?> _partitions = Flag.Number("--partitions", "N", "Partitions of data and training (default: one a core).", 1);
    private readonly Option<int?> _epochs = TrainFlags.Epochs();
    private readonly Option<bool> _overwrite = Flag.Switch("--overwrite", "Replace what an earlier run left in the folder.");

    public QuickstartCommand(CliHost host, CommonOptions common)
        : base(
            "quickstart",
            "Fashion-MNIST, or photos of clothes, from nothing: prepares the data, trains, scores and evaluates, and shows what came out.\n" +
            "Stopped half-way, the same command goes on where it was.",
            host,
            common,
            "warehouse in --out")
    {
        Add(_data);
        Add(_out);
        Add(_model);
        Add(_backbone);
        Add(_profile);
        Add(_epochs);
        Add(_partitions);
        Add(_source);
        Add(_overwrite);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse)
    {
        bool photos = parse.GetValue(_data) == Photos;
        string folder = parse.GetValue(_out) ?? (photos ? Defaults.PhotosOut : Defaults.QuickstartOut);
        string data = Path.Combine(folder, Defaults.DataFolder);
        string profile = parse.GetValue(_profile) ?? Defaults.Train.Profile;
        string kind = parse.GetValue(_model) ?? (photos ? TransferTrainer.Name : Defaults.Train.Model);
        string model = Path.Combine(folder, Defaults.ModelsFolder, kind == TransferTrainer.Name ? $"{kind}.onnx" : $"{kind}-{profile}.onnx");
        return Job.Begin(parse, Name, Path.Combine(folder, Defaults.WarehouseFolder)) with
        {
            Prepare = Defaults.Prepare with
            {
                Source = parse.GetValue(_source) ?? (photos ? ClothingPhotos.Name : FashionMnist.Name),
                Out = data,
                Size = photos ? ClothingPhotos.PreparedSize : null,
                Fit = photos ? Fit.Inside : Defaults.Prepare.Fit,
                Partitions = parse.GetValue(_partitions),
                Overwrite = parse.GetValue(_overwrite),
            },
            Train = Defaults.Train with
            {
                Data = data,
                Model = kind,
                Backbone = parse.GetValue(_backbone) is { } file ? new BackboneOptions { File = file } : null,
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
        $"{Host.CommandName} serve --model {ShellText.Quote(job.Score!.Model)}",
        $"{Host.CommandName} predict PHOTO.png --model {ShellText.Quote(job.Score!.Model)}",
        $"{Host.CommandName} table show {ShellText.Quote(Path.Combine(job.Warehouse, "metrics"))}",
    ];
}
