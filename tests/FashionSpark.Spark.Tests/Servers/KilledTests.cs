using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Engines;
using FashionSpark.Testing.Spark;
using FashionSpark.TestWorker;
using FashionSpark.Torch;
using FashionSpark.Training;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Processes of the executors killed in the middle of a task, or between two rounds of a training: Spark tries it again, and every row comes once.</summary>
public sealed class KilledTests : IDisposable
{
    private readonly SparkConnectFleet _fleet;
    private readonly TemporaryFolder _folder = new();

    public KilledTests(SparkConnectFleet fleet) => _fleet = fleet;

    public static TheoryData<string, SparkDoor> Doors => new() { { "3.5", SparkDoor.Bridge }, { "4.1", SparkDoor.Direct } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SparkServer.Doors), MemberType = typeof(SparkServer))]
    public async Task Worker(string version, SparkDoor door) => await KillAsync(version, door, HeldTasks.Worker);

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Executor(string version, SparkDoor door) => await KillAsync(version, door, HeldTasks.Executor);

    /// <summary>Images and momentum are files of the executor, and survive.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Worker_BetweenRoundsOfTraining(string version, SparkDoor door) => await TrainAsync(version, door, HeldTasks.Worker);

    /// <summary>They go with the executor: Spark has the images read again, momentum comes from the checkpoint.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Executor_BetweenRoundsOfTraining(string version, SparkDoor door) => await TrainAsync(version, door, HeldTasks.Executor);

    private async Task KillAsync(string version, SparkDoor door, Func<int, int> victim)
    {
        await using SparkEngine engine = await EngineAsync(version, door);

        Assert.Equal(Enumerable.Range(0, 100), TestFunctions.Numbers(await HeldTasks.KillAsync(engine, _folder.Path, victim)));

        // A second job finds new processes in the place of the dead.
        Assert.Equal([0, 2, 4], TestFunctions.Numbers(await engine.FromRows(TestFunctions.Rows(3), 2).MapPartitions(TestFunctions.Spec("double")).CollectAsync()));
    }

    /// <summary>Trains twice, once with a victim after the third round: both learn the same.</summary>
    private async Task TrainAsync(string version, SparkDoor door, Func<int, int> victim)
    {
        TinyIdx.Write(_folder["idx"], train: 300, test: 20, size: 8);
        await using (LocalEngine local = TestEngine.Create())
        {
            var prepare = new PipelineContext { Engine = local, Warehouse = _folder["warehouse"], RunId = "prepare", Time = new FixedTime() };
            await PrepareStage.RunAsync(prepare, new PrepareOptions { Source = _folder["idx"], Out = _folder["data"], Size = 8 }, Cancellation);
        }

        await using SparkEngine engine = await EngineAsync(version, door);
        Directory.CreateDirectory(_folder["held"]);
        var killing = new RoundListener(3, () => HeldTasks.KillAsync(engine, _folder["held"], victim).GetAwaiter().GetResult());
        TrainingResult whole = await TrainAsync(engine, "whole", NoProgress.Instance);
        TrainingResult killed = await TrainAsync(engine, "killed", killing);

        Assert.Equal(Figures(whole), Figures(killed));
        Assert.NotEmpty(HoldFunction.Holders(_folder["held"]));
    }

    private static IEnumerable<RoundMetric> Figures(TrainingResult training) =>
        training.Rounds.Where(metric => !metric.Metric.EndsWith("_seconds", StringComparison.Ordinal));

    private Task<TrainingResult> TrainAsync(SparkEngine engine, string run, IRunProgress progress) =>
        new TrainStage([new CnnTrainer(_ => TinyRecipe.Value)]).RunAsync(
            new PipelineContext { Engine = engine, Warehouse = _folder["warehouse"], RunId = run, Time = new FixedTime(), Progress = progress },
            new TrainOptions { Data = _folder["data"], Out = _folder[$"{run}.onnx"], Partitions = 2, Epochs = 3 },
            Cancellation);

    private Task<SparkEngine> EngineAsync(string version, SparkDoor door) => SparkServer.EngineAsync(
        SparkServer.Get(_fleet, version, door), options => options with { WorkerPath = SparkServer.Worker, MaxRecordsPerBatch = 10 });
}
