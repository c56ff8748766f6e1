using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>From a prepared data set and a model to rows of the predictions table.</summary>
internal sealed class ScoreCommand : JobCommand
{
    private readonly Option<string> _data = Flag.Required("--data", "DIR", "Folder of the prepared data set.");
    private readonly Option<long?> _dataVersion = Flag.Number<long>("--data-version", "N", "Version of the data set (default: the newest).", 0);
    private readonly Option<string> _model = Flag.Required("--model", "MODEL", "The ONNX file.");

    private readonly Option<string?> _table = Flag.Text(
        "--table", "DIR", "Folder of the predictions table (default: predictions in the warehouse). Its folder is then the default warehouse.");

    private readonly Option<string[]> _splits = Flag.Choices(
        "--splits", "SPLIT", $"Splits to score: train, validation, test (default: {string.Join(' ', Defaults.Score.Splits)}).", [.. Split.All]);

    private readonly Option<int?> _batchSize = Flag.Number(
        "--batch-size", "IMAGES", $"Images that go through the model at a time (default: {Defaults.Score.BatchSize}).", 1);

    public ScoreCommand(CliHost host, CommonOptions common)
        : base("score", "Scores a prepared data set with a model and writes a row an image into the predictions table.", host, common, Defaults.Warehouse)
    {
        Add(_data);
        Add(_dataVersion);
        Add(_model);
        Add(_table);
        Add(_splits);
        Add(_batchSize);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse) => Job.Begin(parse, Name, TablePath.Parent(parse.GetValue(_table)) ?? Defaults.Warehouse) with
    {
        Score = new ScoreOptions
        {
            Data = parse.GetRequiredValue(_data),
            DataVersion = parse.GetValue(_dataVersion),
            Model = parse.GetRequiredValue(_model),
            Table = parse.GetValue(_table),
            Splits = parse.GetValue(_splits) is { Length: > 0 } splits ? splits : Defaults.Score.Splits,
            BatchSize = parse.GetValue(_batchSize) ?? Defaults.Score.BatchSize,
        },
    };
}
