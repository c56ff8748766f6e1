using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Spark.Connect;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Sessions with the shared servers. Streams end every three seconds there, so that every longer test reattaches.</summary>
internal static class SparkServer
{
    /// <summary>A function that no worker has.</summary>
    public const string DriverOnly = "driver-only";

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
        PartitionFunctionRegistry functions = new PartitionFunctionRegistry().AddCoreFunctions().Add<IdentityOptions>(DriverOnly, _ => new IdentityFunction());
        return SparkEngine.ConnectAsync(
            change?.Invoke(options) ?? options, functions, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
