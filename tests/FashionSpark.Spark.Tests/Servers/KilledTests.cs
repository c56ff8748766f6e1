using System.Diagnostics;
using System.Globalization;
using Apache.Arrow;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Engines;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Processes of the executors killed in the middle of a task: Spark tries it again, and every row comes once.</summary>
public sealed class KilledTests : IDisposable
{
    private readonly SparkConnectFleet _fleet;
    private readonly TemporaryFolder _folder = new();

    public KilledTests(SparkConnectFleet fleet) => _fleet = fleet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SparkServer.Doors), MemberType = typeof(SparkServer))]
    public async Task Worker(string version, SparkDoor door) => await KillAsync(version, door, holder => holder);

    [Theory]
    [InlineData("3.5", SparkDoor.Bridge)]
    [InlineData("4.1", SparkDoor.Direct)]
    public async Task Executor(string version, SparkDoor door) => await KillAsync(version, door, ExecutorOf);

    private async Task KillAsync(string version, SparkDoor door, Func<int, int> victim)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(
            SparkServer.Get(_fleet, version, door), options => options with { WorkerPath = SparkServer.Worker, MaxRecordsPerBatch = 10 });
        Task<List<RecordBatch>> job = engine.FromRows(TestFunctions.Rows(100), 2).MapPartitions(HoldFunction.Spec(_folder.Path)).CollectAsync();
        await Deadline.UntilAsync(() => job.IsCompleted || HoldFunction.Holders(_folder.Path).Count > 0, "a task runs");
        Assert.False(job.IsCompleted, "The job ended before its worker could be killed.");

        using (Process kill = Process.Start("kill", ["-9", victim(HoldFunction.Holders(_folder.Path)[0]).ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Cancellation);
            Assert.Equal(0, kill.ExitCode);
        }

        HoldFunction.Release(_folder.Path);

        Assert.Equal(Enumerable.Range(0, 100), TestFunctions.Numbers(await job));

        // A second job finds new processes in the place of the dead.
        Assert.Equal([0, 2, 4], TestFunctions.Numbers(await engine.FromRows(TestFunctions.Rows(3), 2).MapPartitions(TestFunctions.Spec("double")).CollectAsync()));
    }

    /// <summary>The executor's JVM, above the worker it has started.</summary>
    private static int ExecutorOf(int process)
    {
        while (!File.ReadAllText($"/proc/{process}/cmdline").Contains("CoarseGrainedExecutorBackend", StringComparison.Ordinal))
        {
            // "pid (name) state parent ...", and names may hold anything.
            string status = File.ReadAllText($"/proc/{process}/stat");
            process = int.Parse(status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            Assert.True(process > 1, "No executor is above the worker.");
        }

        return process;
    }
}
