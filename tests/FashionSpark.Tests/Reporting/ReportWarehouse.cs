using System.Text.RegularExpressions;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Evaluation;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Reporting;

/// <summary>A small warehouse made by the real stages: 20 test pictures of a grey level each, and a model that tells light from dark.</summary>
internal sealed partial class ReportWarehouse : IAsyncDisposable
{
    private const int Side = 4;
    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();
    private readonly FixedTime _time = new();

    public string Data => _folder["data"];

    public string Model => _folder["model.onnx"];

    public string Page => _folder["report.html"];

    public string Predictions => _folder["warehouse/predictions"];

    public string[] Classes { get; init; } = ["light", "dark"];

    /// <summary>Class of each picture; the model takes 0 to 10 for light. So the five in the middle that are mistakes are 8, 9, 10, 11 and 12.</summary>
    public Func<int, int> LabelOf { get; init; } = i => i < 8 || i is 11 or 12 ? 0 : 1;

    public Func<int, string> SourceOf { get; init; } = i => $"pictures/{i:D2}.png";

    /// <summary>Name of the model's output that heat maps are drawn from; null = it has none.</summary>
    public string? Maps { get; init; } = ModelMetadata.ActivationsName;

    /// <summary>Writes data and model, then scores and evaluates.</summary>
    public async Task<string> EvaluateAsync()
    {
        WriteModel(seed: 1);
        await WriteDataAsync(Data, Classes, LabelOf);
        return (await RunAsync(new JobOptions
        {
            Job = "score",
            Warehouse = _folder["warehouse"],
            Score = new ScoreOptions { Data = Data, DataVersion = 0, Model = Model, Splits = [Split.Test] },
            Evaluate = new EvaluateOptions(),
        })).RunId;
    }

    public void WriteModel(long seed) =>
        TinyModel.Write(Model, Side, [], metadata => metadata with { Classes = Classes, RunId = "training", Threshold = 0.6, Data = Data, DataVersion = 0, Seed = seed }, Maps);

    /// <summary>Other pictures in the place of the ones that were scored.</summary>
    public Task ReplaceDataAsync()
    {
        Directory.Delete(Data, recursive: true);
        return WriteDataAsync(Data, Classes, LabelOf, first: 10);
    }

    /// <summary>Rounds of the training, counts of the data and a quarantined file, as the stages write them.</summary>
    public async Task AddHistoryAsync()
    {
        var writer = new ResultWriter(Context("training"));
        await writer.AppendMetricsAsync("training", "training:train", Enumerable.Range(1, 3).SelectMany(round => (MetricRow[])
        [
            new("train", Split.Train, "model.onnx", "loss", new Estimate(1.0 / round, 100), Round: round),
            new("train", Split.Train, "model.onnx", "accuracy", new Estimate(1 - (0.3 / round), 100), Round: round),
            new("train", Split.Train, "model.onnx", "learning_rate", new Estimate(0.1 / round, 100), Round: round),
            new("train", Split.Train, "model.onnx", "divergence", new Estimate(0.2 + (0.1 * round), 100), Round: round),
            new("train", Split.Validation, "model.onnx", "accuracy", new Estimate(1 - (0.4 / round), 50), Round: round),
        ]), CancellationToken.None);
        DateTimeOffset now = _time.GetUtcNow();
        object?[] Statistic(string figure, string? split, string? name, int? channel, long images) =>
            ["prepare", Data, 0L, figure, split, name, channel, images, channel is null ? null : 120.5, channel is null ? null : 70.25, now];
        await writer.AppendAsync(
            ResultTables.DatasetStatistics, ResultTables.DatasetStatisticsSchema, "prepare:prepare",
            [
                Statistic("images", Split.Test, Classes[0], null, 10), Statistic("images", Split.Test, Classes[1], null, 10),
                Statistic("images", Split.Train, Classes[0], null, 1200), Statistic("images", Split.Train, Classes[1], null, 34), Statistic("channel", Split.Train, null, 0, 0),
                Statistic("listed", null, null, null, 23), Statistic("prepared", null, null, null, 20), Statistic("quarantined", null, null, null, 1),
                Statistic("duplicates", null, null, null, 2), Statistic("near_duplicates", null, null, null, 4),
            ],
            CancellationToken.None);
        await writer.AppendAsync(
            ResultTables.Quarantine, ResultTables.QuarantineSchema, "prepare:prepare",
            [["prepare", "prepare", "bad/<photo>.jpg", null, "truncated", "The file ends after 12 bytes.", now]], CancellationToken.None);
    }

    /// <summary>Another model, called a baseline, which takes light for dark, scored on the same pictures or on others.</summary>
    public async Task AddBaselineAsync(int first = 0)
    {
        string[] classes = [.. Classes.Reverse()];
        TinyModel.Write(_folder["baseline.onnx"], Side, [], metadata => metadata with { Name = "baseline-quick", Classes = classes });
        await WriteDataAsync(_folder["other"], classes, i => 1 - LabelOf(i), first);
        await RunAsync(new JobOptions
        {
            Job = "baseline",
            Warehouse = _folder["warehouse"],
            Score = new ScoreOptions { Data = _folder["other"], Model = _folder["baseline.onnx"], Splits = [Split.Test] },
            Evaluate = new EvaluateOptions(),
        });
    }

    /// <summary>The page, with what differs from run to run replaced.</summary>
    public async Task<string> ReportAsync(string? run = null)
    {
        JobResult result = await RunAsync(new JobOptions
        {
            Job = "report",
            Warehouse = _folder["warehouse"],
            Report = new ReportOptions { Out = Page, RunId = run, Overwrite = true },
        });
        string page = await File.ReadAllTextAsync(Page);
        Assert.Equal(result.Report!.Bytes, new FileInfo(Page).Length);
        return Hash().Replace(
            page.Replace(result.Report.RunId, "RUN", StringComparison.Ordinal).Replace(_folder.Path, "FOLDER", StringComparison.Ordinal), "@HASH");
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [GeneratedRegex("@[0-9a-f]{8}")]
    private static partial Regex Hash();

    private Task<long> WriteDataAsync(string path, string[] classes, Func<int, int> label, int first = 0)
    {
        object?[][] rows = [.. Enumerable.Range(0, 20).Select(i => Row(i, first + i, label(i)))];
        var properties = new PreparedProperties(
            classes, Side, Side, 3, Preprocessing.Name(Fit.Letterbox), [120, 120, 120], [70, 70, 70], new PreparedOrigin("photos", 0.1, 0.1, "prepare", 0));
        return _engine.FromRows(RowBatch.Create(PreparedSchema.Schema, rows), 2).WriteDeltaAsync(
            new DeltaWrite(path, "prepare", 1) { PartitionBy = [PreparedSchema.Split], Properties = properties.ToTableProperties() }, null, CancellationToken.None);
    }

    /// <summary>Pictures get darker; the first pixel tells them apart.</summary>
    private object?[] Row(int i, int mark, int label)
    {
        var pixels = new byte[Side * Side * 3];
        Array.Fill(pixels, (byte)(250 - (i * 12)));
        pixels[0] = (byte)mark;
        return [ImageId.Compute(pixels), SourceOf(i), label, Side, Side, 3, pixels, Split.Test];
    }

    private PipelineContext Context(string run) => new() { Engine = _engine, Warehouse = _folder["warehouse"], RunId = run, Time = _time };

    private Task<JobResult> RunAsync(JobOptions job)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        return new JobRunner([]).RunAsync(job, _engine, NoProgress.Instance, _time, TestContext.Current.CancellationToken);
    }
}
