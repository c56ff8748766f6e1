using System.Text.RegularExpressions;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Evaluation;
using FashionSpark.Images;
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

    public string[] Classes { get; init; } = ["light", "dark"];

    /// <summary>Writes data and model, then scores and evaluates.</summary>
    public async Task<string> EvaluateAsync(bool activations = true)
    {
        TinyModel.Write(Model, Side, [], metadata => metadata with { Classes = Classes, RunId = "training", Threshold = 0.6 }, activations);
        object?[][] rows = [.. Enumerable.Range(0, 20).Select(i => Row(i))];
        var properties = new PreparedProperties(Classes, Side, Side, 3, Preprocessing.Name(Fit.Letterbox), [120, 120, 120], [70, 70, 70]);
        await _engine.FromRows(RowBatch.Create(PreparedSchema.Schema, rows), 2).WriteDeltaAsync(
            new DeltaWrite(Data, "prepare", 1) { PartitionBy = [PreparedSchema.Split], Properties = properties.ToTableProperties() }, null, CancellationToken.None);
        return (await RunAsync(new JobOptions
        {
            Job = "score",
            Warehouse = _folder["warehouse"],
            Score = new ScoreOptions { Data = Data, DataVersion = 0, Model = Model, Splits = [Split.Test] },
            Evaluate = new EvaluateOptions(),
        })).RunId;
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
                Statistic("images", Split.Test, Classes[0], null, 10), Statistic("images", Split.Test, Classes[1], null, 10), Statistic("channel", Split.Train, null, 0, 0),
                Statistic("listed", null, null, null, 23), Statistic("prepared", null, null, null, 20), Statistic("quarantined", null, null, null, 1),
                Statistic("duplicates", null, null, null, 2), Statistic("near_duplicates", null, null, null, 4),
            ],
            CancellationToken.None);
        await writer.AppendAsync(
            ResultTables.Quarantine, ResultTables.QuarantineSchema, "prepare:prepare",
            [["prepare", "prepare", "bad/<photo>.jpg", null, "truncated", "The file ends after 12 bytes.", now]], CancellationToken.None);
    }

    /// <summary>Another model, called a baseline, scored on the same pictures.</summary>
    public async Task AddBaselineAsync()
    {
        TinyModel.Write(_folder["baseline.onnx"], Side, [], metadata => metadata with { Name = "baseline-quick", Classes = [.. Classes.Reverse()] });
        object?[][] rows = [.. Enumerable.Range(0, 20).Select(i => Row(i))];
        var properties = new PreparedProperties([.. Classes.Reverse()], Side, Side, 3, Preprocessing.Name(Fit.Letterbox), [120, 120, 120], [70, 70, 70]);
        foreach (object?[] row in rows)
        {
            row[2] = 1 - (int)row[2]!;
        }

        await _engine.FromRows(RowBatch.Create(PreparedSchema.Schema, rows), 1).WriteDeltaAsync(
            new DeltaWrite(_folder["other"], "prepare", 1) { PartitionBy = [PreparedSchema.Split], Properties = properties.ToTableProperties() }, null, CancellationToken.None);
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

    /// <summary>Pictures get darker; the five in the middle have the other class.</summary>
    private static object?[] Row(int i)
    {
        var pixels = new byte[Side * Side * 3];
        Array.Fill(pixels, (byte)(250 - (i * 12)));
        pixels[0] = (byte)i;
        int label = i < 8 || i is 11 or 12 ? 0 : 1;
        return [ImageId.Compute(pixels), $"pictures/{i:D2}.png", label, Side, Side, 3, pixels, Split.Test];
    }

    private PipelineContext Context(string run) => new() { Engine = _engine, Warehouse = _folder["warehouse"], RunId = run, Time = _time };

    private Task<JobResult> RunAsync(JobOptions job)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        return new JobRunner([]).RunAsync(job, _engine, NoProgress.Instance, _time, TestContext.Current.CancellationToken);
    }
}
