using System.Diagnostics;
using System.Globalization;
using FashionSpark.Engines;
using FashionSpark.Tables;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Tables;

/// <summary>Several processes commit to one table: every commit gets a version of its own and no row is lost.</summary>
public sealed class CommitRaceTests
{
    private const string WorkerTable = "FASHIONSPARK_RACE_TABLE";
    private const string WorkerName = "FASHIONSPARK_RACE_WORKER";
    private const int Writers = 4;
    private const int Commits = 12;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Commit_FourProcesses_EveryVersionAndRowIsThere()
    {
        using TemporaryFolder folder = new();
        string table = folder["table"];
        Process[] workers = [.. Enumerable.Range(0, Writers).Select(i => StartWorker(table, i))];
        try
        {
            using CancellationTokenSource deadline = new(Deadline);
            foreach (Process worker in workers)
            {
                string output = await worker.StandardOutput.ReadToEndAsync(deadline.Token);
                await worker.WaitForExitAsync(deadline.Token);
                Assert.True(worker.ExitCode == 0, output);
            }
        }
        finally
        {
            foreach (Process worker in workers)
            {
                worker.Kill(entireProcessTree: true);
                worker.Dispose();
            }
        }

        Assert.Equal((Writers * Commits) - 1, DeltaTable.Open(table).Version);
        Assert.Equal(
            Enumerable.Range(0, Writers * Commits).Select(i => $"{i}|w{i / Commits}|s").Order(StringComparer.Ordinal),
            Rows.Read(table));
        Assert.Empty(DeltaCheck.Run(table));
    }

    /// <summary>Not a test: what each process of the race runs.</summary>
    [Fact(Explicit = true)]
    public void Worker()
    {
        string table = Environment.GetEnvironmentVariable(WorkerTable)!;
        int worker = int.Parse(Environment.GetEnvironmentVariable(WorkerName)!, CultureInfo.InvariantCulture);
        for (int i = 0; i < Commits; i++)
        {
            Rows.Write(new DeltaWrite(table, $"w{worker}", i), Rows.Of(((worker * Commits) + i, $"w{worker}", "s")));
        }
    }

    [Fact]
    public async Task TryCreate_ManyThreadsSameFile_OneWins()
    {
        using TemporaryFolder folder = new();
        for (int round = 0; round < 20; round++)
        {
            string path = folder[$"{round}.json"];
            using Barrier barrier = new(Writers);
            bool[] won = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait();
                    return DurableFiles.TryCreate(path, [(byte)i]);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            Assert.Single(won, winner => winner);
            Assert.Equal(Array.IndexOf(won, true), File.ReadAllBytes(path)[0]);
        }

        Assert.Equal(20, Directory.GetFiles(folder.Path).Length);
    }

    private static Process StartWorker(string table, int worker)
    {
        ProcessStartInfo start = new(
            Path.Combine(AppContext.BaseDirectory, "FashionSpark.Tests"),
            ["-method", $"{typeof(CommitRaceTests).FullName}.{nameof(Worker)}", "-explicit", "only"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[WorkerTable] = table;
        start.Environment[WorkerName] = worker.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }
}
