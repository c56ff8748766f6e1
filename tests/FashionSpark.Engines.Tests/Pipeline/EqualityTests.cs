using FashionSpark.Pipeline;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.TestWorker;
using FashionSpark.Torch;
using FashionSpark.Training;

namespace FashionSpark.Engines.Tests.Pipeline;

/// <summary>
/// The same job on this engine and on the local one leaves the same: every row, every pixel, every table. On the local
/// engine it shows that a job repeats itself.
/// </summary>
public sealed class EqualityTests : IDisposable
{
    private const string RecordedAt = "recorded_at";

    private readonly EngineUnderTest _engine;
    private readonly TemporaryFolder _folder = new();

    public EqualityTests(EngineUnderTest engine) => _engine = engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task Prepare_FolderWithBadFiles_SameRowsPixelsAndQuarantine()
    {
        string photos = _folder["photos"];
        TestPictures.WriteFolder(photos, classes: 3, perClass: 8);
        File.Copy(Path.Combine(photos, "class0", "0.png"), Path.Combine(photos, "class0", "twice #1%20.png"));
        File.WriteAllBytes(Path.Combine(photos, "class1", "empty.png"), []);
        await File.WriteAllTextAsync(Path.Combine(photos, "class1", "text.jpg"), "no picture", Cancellation);
        byte[] whole = TestPictures.Png(seed: 99);
        File.WriteAllBytes(Path.Combine(photos, "class2", "cut.png"), whole[..(whole.Length / 2)]);
        File.WriteAllBytes(Path.Combine(photos, "stray.png"), TestPictures.Png(seed: 100));
        var options = new PrepareOptions { Source = photos, Out = "", Size = 32 };

        PrepareResult here = await PrepareAsync(_engine.Engine, "here", options);
        PrepareResult local = await PrepareAsync(_engine.Local, "local", options);

        Assert.Equal((29, 24, 4, 1), (local.Listed, local.Prepared, local.Quarantined, local.Duplicates));
        Assert.Equal((local.Listed, local.Prepared, local.Quarantined, local.Duplicates), (here.Listed, here.Prepared, here.Quarantined, here.Duplicates));
        await AssertSameAsync("data");
        await AssertSameAsync(ResultTables.Quarantine, RecordedAt);
        await AssertSameAsync(ResultTables.DatasetStatistics, RecordedAt, "data", "data_version");
    }

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task PrepareScoreEvaluate_Idx_SameTables_AndTwiceAddsNothing()
    {
        TinyIdx.Write(_folder["idx"], train: 200, test: 60, size: 8);
        var prepare = new PrepareOptions { Source = _folder["idx"], Out = "", Size = 8 };
        await PrepareAsync(_engine.Local, "local", prepare);
        await TrainAsync();

        EvaluateResult local = await ScoreAsync(_engine.Local, "local");
        for (int time = 0; time < 2; time++)
        {
            await PrepareAsync(_engine.Engine, "here", prepare);
            EvaluateResult here = await ScoreAsync(_engine.Engine, "here");

            Assert.Equal(local.Splits.Select(split => (split.Split, split.Accuracy)), here.Splits.Select(split => (split.Split, split.Accuracy)));
            await AssertSameAsync("data");
            await AssertSameAsync(ResultTables.DatasetStatistics, RecordedAt, "data", "data_version");
            await AssertSameAsync("predictions");
            await AssertSameAsync(ResultTables.Metrics, RecordedAt);
            await AssertSameAsync(ResultTables.Confusion, RecordedAt);
        }
    }

    private Task<PrepareResult> PrepareAsync(IEngine engine, string name, PrepareOptions options) =>
        PrepareStage.RunAsync(Context(engine, name), options with { Out = _folder[name, "data"] }, Cancellation);

    /// <summary>One model for both.</summary>
    private Task<TrainingResult> TrainAsync() => new TrainStage([new CnnTrainer(_ => TinyRecipe.Value)]).RunAsync(
        Context(_engine.Local, "training"), new TrainOptions { Data = _folder["local", "data"], Out = _folder["model.onnx"], Partitions = 2 }, Cancellation);

    private async Task<EvaluateResult> ScoreAsync(IEngine engine, string name)
    {
        PipelineContext context = Context(engine, name);
        ScoreResult score = await ScoreStage.RunAsync(context, new ScoreOptions { Data = _folder[name, "data"], Model = _folder["model.onnx"] }, Cancellation);
        return await EvaluateStage.RunAsync(context, new EvaluateOptions { Table = score.Table, RunId = "run" }, Cancellation);
    }

    private PipelineContext Context(IEngine engine, string name) =>
        new() { Engine = engine, Warehouse = _folder[name], RunId = "run", Time = new FixedTime() };

    private async Task AssertSameAsync(string table, params string[] without) =>
        Assert.Equal(await TableRows.ReadAsync(_folder["local", table], without), await TableRows.ReadAsync(_folder["here", table], without));
}
