using System.Diagnostics;
using System.Text.Json;
using Apache.Arrow;
using FashionSpark.Cli.Tests.EndToEnd;
using FashionSpark.Engines;
using FashionSpark.Scoring;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Cli.Tests.Submit;

/// <summary>Jobs by spark-submit on real Spark: what they leave, how they end.</summary>
public sealed class SubmitTests : IDisposable
{
    private readonly SparkSites _sites;
    private SubmitRunner? _runner;

    public SubmitTests(SparkSites sites) => _sites = sites;

    [Theory]
    [InlineData("3.5", "bridge")]
    [InlineData("4.1", "direct")]
    public async Task TheWholeJob_OnAStandaloneCluster_EqualsTheLocalEngines(string version, string door)
    {
        SubmitRunner runner = Runner(version, door);
        runner.Master = _sites.Cluster(version).Address;
        string[] settings =
        [
            SubmitRunner.JobFile, "--set", "prepare.source=source", "prepare.out=data", "train.data=data", "train.out=m.onnx", "train.epochs=1",
            "score.data=data", "score.model=m.onnx", "report.out=report.html", "warehouse=warehouse",
        ];

        CliOutcome outcome = await runner.RunAsync([.. settings, "--json"]);

        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Out);
        JsonElement result = JsonDocument.Parse(outcome.Out).RootElement;
        Assert.Equal(SubmitRunner.TrainImages + SubmitRunner.TestImages, result.GetProperty("prepare").GetProperty("prepared").GetInt64());
        Assert.Equal(["prepare", "train", "score", "evaluate", "report"], result.GetProperty("stageSeconds").EnumerateObject().Select(stage => stage.Name));
        Assert.Contains("train:", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("PYTHON_VERSION_MISMATCH", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(runner.Left());
        Assert.Contains("data:image/png;base64,", File.ReadAllText(runner.Folder["report.html"]), StringComparison.Ordinal);

        using var local = new BuiltCommand();
        Assert.Equal(0, (await local.RunAsync("prepare", "--source", runner.Folder["source"], "--out", "data", "--quiet")).ExitCode);
        List<string> rows = await RowsAsync(runner.Folder["data"]);
        Assert.Equal(await RowsAsync(local.Folder["data"]), rows);
        await using var engine = TestEngine.Create();
        List<RecordBatch> predictions = await engine.ReadDelta(new DeltaRead(runner.Folder["warehouse", "predictions"])).CollectAsync();
        Assert.Equal(rows.Where(row => !row.Contains(" train ", StringComparison.Ordinal)).Select(row => row[..32]), predictions.Texts(PredictionsSchema.ImageId).Order(StringComparer.Ordinal));
        string journal = string.Concat(Directory.EnumerateFiles(runner.Folder["warehouse", "runs", "_delta_log"], "*.json").Select(File.ReadAllText));
        Assert.DoesNotContain("token", journal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task FailingJobs_PassTheirExitCodeOn(string version)
    {
        SubmitRunner runner = Runner(version, "bridge");

        // Bad input of the job (2), then a command that a signal ends (128 + 9), in one Spark after the other.
        CliOutcome bad = await runner.RunAsync(SubmitRunner.JobFile, "--set", "prepare.source=nowhere", "--quiet");

        Assert.Equal(2, bad.ExitCode);
        Assert.Contains("nowhere", bad.Error, StringComparison.Ordinal);

        // Only this machine hears the server, and where Spark knows tokens, only who has it.
        runner.WriteCommand("echo \"$SPARK_REMOTE\"; port=$(printf %04X \"$(echo \"$SPARK_REMOTE\" | sed 's/.*1:\\([0-9]*\\).*/\\1/')\"); cat /proc/net/tcp /proc/net/tcp6 | grep -o \"[0-9A-F]*:$port [0-9A-F:]* 0A\"; kill -9 $$");
        CliOutcome killed = await runner.RunAsync("prepare");

        Assert.Equal(137, killed.ExitCode);
        string[] lines = killed.Out.TrimEnd().Split('\n');
        Assert.Matches(version == "3.5" ? @"^sc://127\.0\.0\.1:\d+$" : @"^sc://127\.0\.0\.1:\d+/;token=[0-9a-f]{64}$", lines[0]);
        Assert.Matches("^(0100007F|0000000000000000FFFF00000100007F):", Assert.Single(lines[1..]));
        Assert.Empty(runner.Left());
    }

    [Fact]
    public async Task LogInAFile_KeepsEveryLine()
    {
        SubmitRunner runner = Runner("4.1", "bridge");
        runner.Log = "log";
        runner.Settings["spark.log.level"] = "INFO";
        runner.WriteCommand("for i in $(seq 200); do echo \"said $i\" >&2; done");

        CliOutcome outcome = await runner.RunAsync("prepare");

        // Spark goes on writing to the same file when the command has ended.
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = await File.ReadAllLinesAsync(runner.Folder["log"], TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"said {i}"), lines.Where(line => line.StartsWith("said ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("3.5", "TERM", 143)]
    [InlineData("4.1", "TERM", 143)]
    [InlineData("4.1", "KILL", 137)]
    public async Task Signal_EndsAllOfIt(string version, string signal, int exitCode)
    {
        SubmitRunner runner = Runner(version, "bridge");
        runner.WriteCommand("trap 'echo told >> told; exit 0' TERM; sleep 1000 & touch running; wait");
        using Process process = runner.Start("prepare");
        Task<CliOutcome> end = BuiltCommand.FinishAsync(process);
        await BuiltCommand.WaitForAsync(process, () => File.Exists(runner.Folder["running"]));

        // spark-submit becomes the JVM, so this is who a scheduler would signal.
        await BuiltCommand.SignalAsync(process, signal);

        Assert.Equal(exitCode, (await end).ExitCode);
        await WaitUntilNothingIsLeftAsync(runner);
        Assert.Equal("told\n", await File.ReadAllTextAsync(runner.Folder["told"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Doctor_FindsAllWell()
    {
        SubmitRunner runner = Runner("4.1", "bridge");

        CliOutcome outcome = await runner.RunAsync("doctor", "--quiet");

        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        Assert.Matches(@"ok +Spark +version 4\.1\.\d, connected in ", outcome.Out);
        Assert.Matches(@"ok +Delta Lake +present", outcome.Out);
        Assert.Matches(@"ok +door +bridge: executors have Python 3\.\d+", outcome.Out);
        Assert.Matches(@"ok +worker +ran a function on an executor in ", outcome.Out);
        Assert.Matches(@"ok +Python +3\.\d+\.\d+ with pyarrow \d+", outcome.Out);
        Assert.Matches(@"ok +files +executors see ", outcome.Out);
        Assert.EndsWith("Ready to run on engine spark.\n", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WorkerMissing_NamesTheCure()
    {
        SubmitRunner runner = Runner("3.5", "bridge");
        runner.Environment["FASHIONSPARK_WORKER"] = runner.Folder["no-worker"];

        CliOutcome outcome = await runner.RunAsync("doctor", "--quiet");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches(@"ok +Delta Lake +present", outcome.Out);
        Assert.Matches(@"FAIL +worker +The FashionSpark worker is missing on executor ", outcome.Out);
        Assert.Contains("-> Put it there with eng/publish-worker", outcome.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _runner?.Dispose();

    private SubmitRunner Runner(string version, string door)
    {
        _runner = new SubmitRunner(SparkSites.Home(version));
        Assert.SkipWhen(door == "bridge" && PythonHome.Path is null, PythonHome.Missing);
        _runner.Settings["spark.executorEnv.PYTHONPATH"] = PythonHome.Path ?? "";
        _runner.Environment["PYTHONPATH"] = PythonHome.Path;
        _runner.Environment[door == "direct" ? "PYSPARK_PYTHON" : "FASHIONSPARK_WORKER"] = SparkSites.Worker;
        return _runner;
    }

    private static Task WaitUntilNothingIsLeftAsync(SubmitRunner runner) =>
        Deadline.UntilAsync(() => runner.Left().Count == 0, () => $"an end of:\n{string.Join('\n', runner.Left())}");

    /// <summary>Every row with all its pixels, read by our own reader whoever wrote them.</summary>
    private static async Task<List<string>> RowsAsync(string table)
    {
        await using var engine = TestEngine.Create();
        List<RecordBatch> batches = await engine.ReadDelta(new DeltaRead(table)).CollectAsync();
        return
        [
            .. batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row =>
                $"{batch.Column<StringArray>("image_id").GetString(row)} {batch.Column<StringArray>("split").GetString(row)} " +
                $"{batch.Column<Int32Array>("label").GetValue(row)} {Convert.ToHexString(batch.Column<BinaryArray>("pixels").GetBytes(row))}")).Order(StringComparer.Ordinal),
        ];
    }
}
