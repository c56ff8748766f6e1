using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Spark.Connect;
using FashionSpark.Testing.Engines;
using FashionSpark.Testing.Spark;
using FashionSpark.Torch;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Sessions with the shared servers. Streams end every three seconds there, so that every longer test reattaches.</summary>
internal static class SparkServer
{
    /// <summary>A function that no worker has.</summary>
    public const string DriverOnly = "driver-only";

    public static TheoryData<string, SparkDoor> Doors => new()
    {
        { "3.5", SparkDoor.Direct },
        { "3.5", SparkDoor.Bridge },
        { "4.1", SparkDoor.Direct },
        { "4.1", SparkDoor.Bridge },
    };

    /// <summary>The worker with the tests' functions.</summary>
    public static string Worker { get; } = Path.Combine(AppContext.BaseDirectory, "fashionspark-test-worker");

    public static string Home(string version)
    {
        if (SparkFleet.WhyMissing(version) is string why)
        {
            Assert.Skip(why);
        }

        return SparkHomes.Find(version)!.Value.Home;
    }

    /// <summary>A server on the version's standalone cluster whose executors open a door.</summary>
    public static SparkConnectServer Get(SparkConnectFleet fleet, string version, SparkDoor door)
    {
        Home(version);
        Assert.SkipWhen(door == SparkDoor.Bridge && PythonHome.Path is null, PythonHome.Missing);
        return fleet.Get(version, $"{door}", () => new SparkConnectServerOptions
        {
            Master = fleet.GetCluster(version).Address,
            Python = door == SparkDoor.Direct ? Worker : PythonHome.Executable,
            Settings = new Dictionary<string, string>
            {
                ["spark.cores.max"] = "2",
                ["spark.executor.cores"] = "1",
                ["spark.executorEnv.PYTHONPATH"] = PythonHome.Path ?? "",
                ["spark.fashionspark.secret"] = Secret,
            },
        });
    }

    /// <summary>Stands in the settings of the servers of doors, which travel to every worker.</summary>
    public const string Secret = "k7-not-for-logs-q2";

    public static SparkConnectServer Get(SparkConnectFleet fleet, string version)
    {
        if (SparkFleet.WhyMissing(version) is string why)
        {
            Assert.Skip(why);
        }

        return fleet.Get(version, "plain", () => new SparkConnectServerOptions
        {
            Settings = new Dictionary<string, string> { ["spark.connect.execute.reattachable.senderMaxStreamDuration"] = "3s" },
        });
    }

    public static SparkConnectClient Client(SparkConnectServer server) =>
        SparkConnectClient.Create(SparkConnectionString.Parse(server.Address), TimeProvider.System, seed: 1);

    public static Task<SparkEngine> EngineAsync(SparkConnectServer server, Func<SparkEngineOptions, SparkEngineOptions>? change = null)
    {
        var options = new SparkEngineOptions(SparkConnectionString.Parse(server.Address)) { Parallelism = 2 };
        PartitionFunctionRegistry functions = new PartitionFunctionRegistry().AddCoreFunctions().AddTorchFunctions().AddTestFunctions().Add<IdentityOptions>(DriverOnly, _ => new IdentityFunction());
        return SparkEngine.ConnectAsync(
            change?.Invoke(options) ?? options, functions, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
