using FashionSpark.Engines;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Engines;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Servers and executors without something that is needed: the error says what, and names the cure.</summary>
public sealed class MissingTests : IDisposable
{
    private readonly SparkConnectFleet _fleet;
    private readonly TemporaryFolder _folder = new();

    public MissingTests(SparkConnectFleet fleet) => _fleet = fleet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Pyarrow(string version)
    {
        // A module of that name that cannot be imported comes before any that could be.
        Directory.CreateDirectory(_folder["python"]);
        await File.WriteAllTextAsync(_folder["python", "pyarrow.py"], "raise ImportError(\"No module named 'pyarrow'\")\n", Cancellation);
        using var server = new SparkConnectServer(SparkServer.Home(version), new SparkConnectServerOptions
        {
            Master = "local[1]",
            Environment = new Dictionary<string, string> { ["PYTHONPATH"] = _folder["python"] },
        });

        SparkException error = await FailureAsync(server, options => options with { Door = SparkDoor.Bridge, WorkerPath = SparkServer.Worker });

        Assert.Contains("cannot import pyarrow: No module named 'pyarrow'. Install pyarrow and numpy there", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SparkServer.Doors), MemberType = typeof(SparkServer))]
    public async Task Worker(string version, SparkDoor door)
    {
        if (door == SparkDoor.Bridge)
        {
            SparkException missing = await FailureAsync(SparkServer.Get(_fleet, version, door), options => options with { WorkerPath = "/nowhere/worker" });
            Assert.StartsWith("The FashionSpark worker is missing on executor ", missing.Message, StringComparison.Ordinal);
            Assert.All(["path: /nowhere/worker", "eng/publish-worker"], part => Assert.Contains(part, missing.Message, StringComparison.Ordinal));
            return;
        }

        using var server = new SparkConnectServer(SparkServer.Home(version), new SparkConnectServerOptions { Master = "local[1]", Python = "/nowhere/fashionspark-worker" });
        foreach (SparkDoor asked in new[] { SparkDoor.Auto, SparkDoor.Direct })
        {
            SparkException error = await FailureAsync(server, options => options with { Door = asked });
            Assert.StartsWith("The executors can start neither Python nor our worker. For the direct door start the Connect server with PYSPARK_PYTHON=", error.Message, StringComparison.Ordinal);
            Assert.Contains("/nowhere/fashionspark-worker", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(SparkServer.Doors), MemberType = typeof(SparkServer))]
    public async Task RightToRunTheWorker(string version, SparkDoor door)
    {
        string worker = _folder["fashionspark-worker"];
        await File.WriteAllTextAsync(worker, "no program", Cancellation);
        if (door == SparkDoor.Bridge)
        {
            SparkException missing = await FailureAsync(SparkServer.Get(_fleet, version, door), options => options with { WorkerPath = worker });
            Assert.All(["cannot be started: it is not executable", "chmod -R a+rX"], part => Assert.Contains(part, missing.Message, StringComparison.Ordinal));
            return;
        }

        using var server = new SparkConnectServer(SparkServer.Home(version), new SparkConnectServerOptions { Master = "local[1]", Python = worker });
        SparkException error = await FailureAsync(server, options => options);
        Assert.Contains("where every executor may run it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task ThePythonThatWasAskedFor(string version)
    {
        SparkException error = await FailureAsync(
            SparkServer.Get(_fleet, version, SparkDoor.Bridge), options => options with { Door = SparkDoor.Bridge, PythonVersion = "3.7", WorkerPath = SparkServer.Worker });

        Assert.Contains("start the Connect server with PYSPARK_PYTHON set to one path", error.Message, StringComparison.Ordinal);
        Assert.Contains("3.7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.5", true, false)]
    [InlineData("3.5", false, true)]
    [InlineData("4.1", true, false)]
    [InlineData("4.1", false, false)]
    [InlineData("4.1", false, true)]
    public async Task Delta(string version, bool jars, bool settings)
    {
        string home = jars ? SparkServer.Home(version) : WithoutDelta(SparkServer.Home(version));
        using var server = new SparkConnectServer(home, new SparkConnectServerOptions { Master = "local[1]", Delta = settings });
        await using SparkEngine engine = await SparkServer.EngineAsync(server);

        SparkException error = await Assert.ThrowsAsync<SparkException>(() =>
            engine.FromRows(TestFunctions.Rows(1), 1).WriteDeltaAsync(new DeltaWrite(_folder["table"], "app", 1), null, Cancellation));

        Assert.StartsWith("The Spark server has no Delta Lake, or is not set up for it. Start the server with --packages io.delta:delta-spark_", error.Message, StringComparison.Ordinal);
    }

    /// <summary>One row through a function.</summary>
    private static async Task<SparkException> FailureAsync(SparkConnectServer server, Func<SparkEngineOptions, SparkEngineOptions> change)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(server, change);
        return await Assert.ThrowsAsync<SparkException>(() => engine.FromRows(TestFunctions.Rows(1), 1).MapPartitions(TestFunctions.Spec("double")).CollectAsync());
    }

    /// <summary>The same Spark by links, less its jars of Delta.</summary>
    private string WithoutDelta(string home)
    {
        string copy = _folder["spark"];
        Directory.CreateDirectory(Path.Combine(copy, "jars"));
        foreach (string entry in Directory.EnumerateFileSystemEntries(home).Where(entry => Path.GetFileName(entry) != "jars"))
        {
            File.CreateSymbolicLink(Path.Combine(copy, Path.GetFileName(entry)), entry);
        }

        foreach (string jar in Directory.EnumerateFiles(Path.Combine(home, "jars")).Where(jar => !Path.GetFileName(jar).StartsWith("delta-", StringComparison.Ordinal)))
        {
            File.CreateSymbolicLink(Path.Combine(copy, "jars", Path.GetFileName(jar)), jar);
        }

        return copy;
    }
}
