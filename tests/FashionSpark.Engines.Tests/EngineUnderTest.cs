using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Spark;
using FashionSpark.Spark.Connect;
using FashionSpark.Testing;
using FashionSpark.Testing.Engines;
using FashionSpark.Testing.Spark;
using FashionSpark.Torch;

namespace FashionSpark.Engines.Tests;

/// <summary>The engine that every test of the suite uses, one for all of them; with it the local engine as the measure.</summary>
public sealed class EngineUnderTest : IAsyncLifetime
{
    private readonly SparkConnectFleet _fleet = new();
    private IEngine? _engine;

    public EngineChoice Choice { get; } = EngineChoice.Read(Environment.GetEnvironmentVariable(EngineChoice.Variable));

    public IEngine Engine => _engine ?? throw new InvalidOperationException("The engine has not been started.");

    /// <summary>What others are compared with. Two partitions at a time: with more threads than cores to itself, training would wait for them.</summary>
    public LocalEngine Local { get; } = new(Functions(), parallelism: 2, new FixedTime());

    /// <summary>The worker that Spark's executors start: ours with the functions of the tests.</summary>
    public static string Worker { get; } = Path.Combine(AppContext.BaseDirectory, "fashionspark-test-worker");

    public static PartitionFunctionRegistry Functions() => new PartitionFunctionRegistry().AddCoreFunctions().AddTorchFunctions().AddTestFunctions();

    public async ValueTask InitializeAsync()
    {
#if MICROSOFT_SPARK
        if (Choice.IsDotnetSpark)
        {
            _engine = await MicrosoftSpark.MicrosoftSparkEngine.OpenAsync(Functions(), Environment.GetEnvironmentVariable, TestContext.Current.CancellationToken);
            return;
        }
#endif
        if (!Choice.IsSpark)
        {
            _engine = Local;
            return;
        }

        var options = new SparkEngineOptions(SparkConnectionString.Parse(Choice.Server ?? Start().Address)) { Door = Choice.Door, WorkerPath = Worker };
        _engine = await SparkEngine.ConnectAsync(options, Functions(), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _fleet.Dispose();
    }

    /// <summary>A standalone cluster of two workers, and a Connect server that has a core of each.</summary>
    private SparkConnectServer Start() => _fleet.Get(Choice.Version!, "suite", () => new SparkConnectServerOptions
    {
        Master = _fleet.GetCluster(Choice.Version!).Address,
        Python = Choice.Door == SparkDoor.Direct ? Worker : PythonHome.Executable,
        Settings = new Dictionary<string, string>
        {
            ["spark.cores.max"] = "2",
            ["spark.executor.cores"] = "1",
            ["spark.executorEnv.PYTHONPATH"] = PythonHome.Path ?? "",
        },
    });
}
