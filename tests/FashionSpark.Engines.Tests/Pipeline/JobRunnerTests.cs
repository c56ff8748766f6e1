using Apache.Arrow;
using FashionSpark.Pipeline;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Training;

namespace FashionSpark.Engines.Tests.Pipeline;

public sealed class JobRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = new();
    private readonly IEngine _engine;
    private readonly FakeTrainer _trainer = new();

    public JobRunnerTests(EngineUnderTest engine)
    {
        _engine = engine.Engine;
        TinyIdx.Write(_folder["idx"], train: 100, test: 20);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_RunIdBeginsWithTheTime()
    {
        JobResult result = await RunAsync();

        Assert.StartsWith("20260102-030405-", result.RunId, StringComparison.Ordinal);
        Assert.Equal(["prepare", "train"], result.StageSeconds.Select(stage => stage.Key));
    }

    [Fact]
    public async Task RunAsync_TrainFailed_TheSameJobGoesOnWithoutPreparingAgain()
    {
        _trainer.Failure = new TrainingException("the loss is not a number");
        await Assert.ThrowsAsync<TrainingException>(() => RunAsync());
        _trainer.Failure = null;
        _time.Advance(TimeSpan.FromMinutes(1));

        JobResult result = await RunAsync();

        Assert.Equal(120, result.Prepare!.Prepared);
        Assert.Equal(["20260102-030405", "20260102-030405"], _trainer.RunIds.Select(id => id[..15]));
        Assert.Equal(
            ["run started", "prepare finished", "run failed", "train finished", "run finished"],
            (await EventsAsync()).Select(e => $"{e.Stage ?? "run"} {e.Event}"));
    }

    [Fact]
    public async Task RunAsync_Interrupted_SaysSoInTheRunsTable()
    {
        _trainer.Failure = new OperationCanceledException();

        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync());

        Assert.Equal("interrupted", (await EventsAsync())[^1].Event);
    }

    [Fact]
    public async Task RunAsync_PreparedDataIsGoneBeforeItGoesOn_IsPreparedAgain()
    {
        _trainer.Failure = new TrainingException("no");
        await Assert.ThrowsAsync<TrainingException>(() => RunAsync());
        Directory.Delete(_folder["data"], recursive: true);
        _trainer.Failure = null;

        await RunAsync();

        Assert.NotNull(await _engine.DescribeDeltaAsync(_folder["data"], null, CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_OtherOptions_IsAnotherRun()
    {
        _trainer.Failure = new TrainingException("no");
        await Assert.ThrowsAsync<TrainingException>(() => RunAsync());
        _trainer.Failure = null;

        JobResult result = await RunAsync(j => j with { Train = j.Train! with { Seed = 2 } });

        // What was prepared is as good for another run.
        Assert.True(result.Prepare!.UpToDate);
        List<RecordBatch> runs = await _engine.ReadDelta(new DeltaRead(_folder["warehouse", ResultTables.Runs])).CollectAsync();
        Assert.Equal(2, runs.Texts("run_id").Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_FinishedJobAgain_IsRefusedAndWithOverwriteReplaced()
    {
        JobResult first = await RunAsync();
        _time.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<OutputExistsException>(() => RunAsync());
        JobResult second = await RunAsync(j => j with { Prepare = j.Prepare! with { Overwrite = true }, Train = j.Train! with { Overwrite = true } });

        Assert.NotEqual(first.RunId, second.RunId);
        Assert.Equal(120, second.Prepare!.Prepared);
    }

    [Fact]
    public async Task RunAsync_WrongValues_AreAllInOneMessage()
    {
        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(j => j with
        {
            Prepare = j.Prepare! with { Size = 4, Channels = 2 },
            Train = j.Train! with { Epochs = 0 },
        }));

        Assert.Equal(
            "prepare.size is 4; expected 8 to 4096 pixels. prepare.channels is 2; expected 1 (grey) or 3 (RGB). train.epochs is 0; expected 1 or more.",
            e.Message);
    }

    [Fact]
    public async Task RunAsync_OutputInsideTheSource_IsRefused()
    {
        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(
            () => RunAsync(j => j with { Prepare = j.Prepare! with { Out = _folder["idx", "data"] } }));

        Assert.Contains("lies inside the source", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_UnknownModel_NamesTheKnownOnes()
    {
        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(j => j with { Train = j.Train! with { Model = "forest" } }));

        Assert.Contains("'forest' is not known; known are fake", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Fact]
    public async Task RunAsync_TrainingThatCannotBe_EndsBeforeAnythingIsPrepared()
    {
        _trainer.Lack = new ModelFormatException("the backbone is nowhere");

        await Assert.ThrowsAsync<ModelFormatException>(() => RunAsync());

        Assert.False(Directory.Exists(_folder["data"]));
        Assert.False(Directory.Exists(_folder["warehouse"]));
    }

    [Fact]
    public async Task RunAsync_TrainedRounds_AreInTheMetricsTable()
    {
        await RunAsync();

        List<RecordBatch> metrics = await _engine.ReadDelta(new DeltaRead(_folder["warehouse", ResultTables.Metrics])).CollectAsync();
        Assert.Equal("accuracy", metrics.Texts("metric").First());
        Assert.Equal(0.75, metrics[0].Column<DoubleArray>("value").GetValue(0));
        Assert.Equal(3, metrics[0].Column<Int32Array>("round").GetValue(0));

        // What was fitted on the validation split follows, and belongs to no round.
        Assert.Contains("temperature", metrics.Texts("metric"));
        Assert.Equal(metrics.Sum(batch => batch.Length) - 1, metrics.Sum(batch => batch.Column<Int32Array>("round").NullCount));
    }

    private Task<JobResult> RunAsync(Func<JobOptions, JobOptions>? change = null)
    {
        var job = new JobOptions
        {
            Job = "test",
            Warehouse = _folder["warehouse"],
            Prepare = new PrepareOptions { Source = _folder["idx"], Out = _folder["data"] },
            Train = new TrainOptions { Model = "fake", Data = _folder["data"], Out = _folder["model.onnx"] },
        };
        return new JobRunner([_trainer]).RunAsync(change?.Invoke(job) ?? job, _engine, NoProgress.Instance, _time, CancellationToken.None);
    }

    private async Task<List<(string? Stage, string Event)>> EventsAsync()
    {
        var events = new List<(long At, string? Stage, string Event)>();
        for (long version = 0; await _engine.DescribeDeltaAsync(_folder["warehouse", ResultTables.Runs], null, CancellationToken.None) is { } table && version <= table.Version; version++)
        {
            // Versions add a row each: what is new in a version is its event.
            List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(_folder["warehouse", ResultTables.Runs], version)).CollectAsync();
            foreach ((string? stage, string? name) in rows.Texts("stage").Zip(rows.Texts("event")))
            {
                if (!events.Any(e => e.Stage == stage && e.Event == name))
                {
                    events.Add((version, stage, name!));
                }
            }
        }

        return [.. events.OrderBy(e => e.At).Select(e => (e.Stage, e.Event))];
    }

    private sealed class FakeTrainer : ITrainer
    {
        public Exception? Failure { get; set; }

        public Exception? Lack { get; set; }

        public List<string> RunIds { get; } = [];

        public string Model => "fake";

        public void Check(TrainOptions options)
        {
            if (Lack is not null)
            {
                throw Lack;
            }
        }

        public async Task<TrainingResult> TrainAsync(
            IEngine engine, TrainOptions options, string runId, IRunProgress progress, TimeProvider time, CancellationToken cancellation)
        {
            RunIds.Add(runId);
            if (Failure is not null)
            {
                throw Failure;
            }

            DeltaTableInfo data = (await engine.DescribeDeltaAsync(options.Data, null, cancellation))!;
            LevelModel.Write(options.Out, size: 28, sharpness: 0.2, data: options.Data, dataVersion: data.Version, runId: runId);
            return new TrainingResult(options.Out, [new RoundMetric(3, "validation", "accuracy", 0.75, 8)], 100, 1, 1);
        }
    }
}
