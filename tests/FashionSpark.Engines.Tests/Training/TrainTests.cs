using FashionSpark.Pipeline;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.TestWorker;
using FashionSpark.Torch;
using FashionSpark.Training;

namespace FashionSpark.Engines.Tests.Training;

/// <summary>Training in rounds: partitions of this engine, weights averaged by the driver.</summary>
public sealed class TrainTests : IAsyncLifetime
{
    /// <summary>Ten classes, so guessing gives 0.1; some 34 validation images, of which eight epochs get all but a few right.</summary>
    private const double Floor = 0.75;

    private readonly EngineUnderTest _engine;
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notes = [];

    public TrainTests(EngineUnderTest engine) => _engine = engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TinyIdx.Write(_folder["idx"], train: 300, test: 20, size: 8);
        await PrepareStage.RunAsync(Context(_engine.Local), new PrepareOptions { Source = _folder["idx"], Out = _folder["data"], Size = 8 }, Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task TwoPartitions_LearnAsOnTheLocalEngine()
    {
        TrainingResult here = await TrainAsync(_engine.Engine, "here.onnx", partitions: 2);
        TrainingResult local = await TrainAsync(_engine.Local, "local.onnx", partitions: 2);

        Assert.InRange(Best(local), Floor, 1);
        Assert.InRange(Best(here), Floor, 1);
        Assert.Equal((local.Images, local.Rounds.Count), (here.Images, here.Rounds.Count));
        Assert.Equal(local.Rounds.Select(metric => (metric.Round, metric.Split, metric.Metric, metric.N)), here.Rounds.Select(metric => (metric.Round, metric.Split, metric.Metric, metric.N)));
        Assert.Equal(
            here.Rounds.Count,
            (await TableRows.ReadAsync(_folder["warehouse-here.onnx", ResultTables.Metrics])).Count(row => !row.Contains("round=null", StringComparison.Ordinal)));
        Assert.Equal(local.Calibration!.Temperature.N, here.Calibration!.Temperature.N);
    }

    [Fact]
    public async Task MorePartitionsThanCores_EmptyOnesAmongThem()
    {
        TestPictures.WriteFolder(_folder["few", "train"], classes: 2, perClass: 4);
        TestPictures.WriteFolder(_folder["few", "validation"], classes: 2, perClass: 2, seed: 1000);
        await PrepareStage.RunAsync(Context(_engine.Local), new PrepareOptions { Source = _folder["few"], Out = _folder["few-data"], Size = 8 }, Cancellation);

        TrainingResult result = await TrainAsync(_engine.Engine, "few.onnx", partitions: 16, data: "few-data");

        Assert.True(File.Exists(result.ModelPath));
        Assert.All(result.Rounds, metric => Assert.True(double.IsFinite(metric.Value), $"{metric}"));
    }

    [Fact]
    public async Task InterruptedBetweenRounds_GoesOnFromItsCheckpoint()
    {
        var failing = new FailingEngine(_engine.Engine, failAt: 6);
        await Assert.ThrowsAsync<IOException>(() => TrainAsync(failing, "model.onnx", partitions: 2));
        Assert.False(File.Exists(_folder["model.onnx"]));

        TrainingResult result = await TrainAsync(_engine.Engine, "model.onnx", partitions: 2, resume: true);

        Assert.Contains(_notes, note => note.StartsWith("Going on from the checkpoint of round", StringComparison.Ordinal));
        Assert.InRange(Best(result), Floor, 1);
        int[] rounds = [.. result.Rounds.Where(metric => metric is { Split: "train", Metric: "loss" }).Select(metric => metric.Round)];
        Assert.Equal(Enumerable.Range(1, rounds.Length), rounds);
    }

    private static double Best(TrainingResult result) => result.Rounds.Where(metric => metric is { Split: "validation", Metric: "accuracy" }).Max(metric => metric.Value);

    private Task<TrainingResult> TrainAsync(IEngine engine, string model, int partitions, bool resume = false, string data = "data") =>
        new TrainStage([new CnnTrainer(_ => TinyRecipe.Value)]).RunAsync(
            Context(engine, $"warehouse-{model}"),
            new TrainOptions { Data = _folder[data], Out = _folder[model], Partitions = partitions, Resume = resume },
            Cancellation);

    private PipelineContext Context(IEngine engine, string warehouse = "warehouse") =>
        new() { Engine = engine, Warehouse = _folder[warehouse], RunId = "run", Time = new FixedTime(), Progress = new NoteListener(_notes) };
}
