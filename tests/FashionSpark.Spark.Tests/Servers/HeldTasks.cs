using System.Diagnostics;
using System.Globalization;
using Apache.Arrow;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Engines;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Kills a process of the executors in the middle of a task.</summary>
internal static class HeldTasks
{
    /// <summary>The worker itself.</summary>
    public static int Worker(int holder) => holder;

    /// <summary>The executor's JVM, above the worker it has started.</summary>
    public static int Executor(int holder)
    {
        int process = holder;
        while (!File.ReadAllText($"/proc/{process}/cmdline").Contains("CoarseGrainedExecutorBackend", StringComparison.Ordinal))
        {
            // "pid (name) state parent ...", and names may hold anything.
            string status = File.ReadAllText($"/proc/{process}/stat");
            process = int.Parse(status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            Assert.True(process > 1, "No executor is above the worker.");
        }

        return process;
    }

    /// <summary>Runs a job of two tasks, kills while one of them runs, and returns the job's rows.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="victim">From the process that has the task to the one to kill.</param>
    public static async Task<List<RecordBatch>> KillAsync(SparkEngine engine, string folder, Func<int, int> victim)
    {
        Task<List<RecordBatch>> job = engine.FromRows(TestFunctions.Rows(100), 2).MapPartitions(HoldFunction.Spec(folder)).CollectAsync();
        await Deadline.UntilAsync(() => job.IsCompleted || HoldFunction.Holders(folder).Count > 0, "a task runs");
        Assert.False(job.IsCompleted, "The job ended before its worker could be killed.");
        using (Process kill = Process.Start("kill", ["-9", victim(HoldFunction.Holders(folder)[0]).ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, kill.ExitCode);
        }

        HoldFunction.Release(folder);
        return await job;
    }
}
