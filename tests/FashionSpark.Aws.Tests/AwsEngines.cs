using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Postgres;
using FashionSpark.S3;
using FashionSpark.Spark;
using FashionSpark.Spark.Connect;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Aws.Tests;

/// <summary>The engines that sources and sinks in AWS are tested on.</summary>
internal static class AwsEngines
{
    /// <summary>Our worker for Spark's executors, as the build puts it beside the tests.</summary>
    public static string Worker { get; } = Path.Combine(AppContext.BaseDirectory, "fashionspark-worker");

    /// <param name="time">What the engine's functions are told; null = the machine's.</param>
    public static LocalEngine Local(TimeProvider? time = null) => new(Functions(), parallelism: 2, time ?? TimeProvider.System);

    /// <summary>Why a Spark, such as <c>4.1</c>, cannot be reached by a door here; null = it can.</summary>
    public static string? WhyMissing(string version, SparkDoor door) =>
        SparkFleet.WhyMissing(version) ?? (door == SparkDoor.Bridge && PythonHome.Path is null ? PythonHome.Missing : null);

    /// <summary>What a server's executors start for functions.</summary>
    public static string ExecutableOf(SparkDoor door) => door == SparkDoor.Direct ? Worker : PythonHome.Executable;

    public static Task<SparkEngine> ConnectAsync(SparkConnectServer server, SparkDoor door) => SparkEngine.ConnectAsync(
        new SparkEngineOptions(SparkConnectionString.Parse(server.Address)) { Door = door, WorkerPath = Worker },
        Functions(), TimeProvider.System, TestContext.Current.CancellationToken);

    private static PartitionFunctionRegistry Functions() => new PartitionFunctionRegistry().AddCoreFunctions().AddS3Functions().AddPostgresFunctions();
}
