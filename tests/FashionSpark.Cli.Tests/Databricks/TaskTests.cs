using System.Diagnostics;
using FashionSpark.Cli.Tests.EndToEnd;
using FashionSpark.Cli.Tests.Submit;

namespace FashionSpark.Cli.Tests.Databricks;

/// <summary>The task file as Databricks starts it, with a script in the command's place.</summary>
public sealed class TaskTests : IDisposable
{
    private readonly SubmitRunner _runner = new(home: null);
    private readonly string _archive;

    public TaskTests()
    {
        _archive = _runner.Folder["fashionspark.tar.gz"];
        _runner.Environment["DATABRICKS_RUNTIME_VERSION"] = "16.4";
        _runner.Environment["SPARK_REMOTE"] = "unix:///databricks/sparkconnect/grpc.sock;user_id=1;session_id=2";
        _runner.Environment["FASHIONSPARK_LOCAL"] = _runner.Folder["local"];
    }

    public void Dispose() => _runner.Dispose();

    [Fact]
    public async Task Archive_IsCopiedOnceAMachine()
    {
        CommandArchive.Write(_archive, "echo \"$0 $* $SPARK_REMOTE\"");

        CliOutcome first = await RunAsync("job.json", "--only", "train");
        CliOutcome second = await RunAsync("job.json", "--only", "score");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Matches(@"^copied .+fashionspark\.tar\.gz to .+ in \d+\.\d s\n$", first.Error);
        Assert.Equal("", second.Error);
        Assert.EndsWith("run job.json --only train --engine spark unix:///databricks/sparkconnect/grpc.sock;user_id=1;session_id=2\n", first.Out, StringComparison.Ordinal);
        Assert.Equal(first.Out.Split(' ')[0], second.Out.Split(' ')[0]);
    }

    [Fact]
    public async Task Archive_Replaced_IsCopiedAgain()
    {
        CommandArchive.Write(_archive, "echo old");
        await RunAsync("job.json");
        CommandArchive.Write(_archive, "echo the new one");

        CliOutcome outcome = await RunAsync("job.json");

        Assert.Equal("the new one\n", outcome.Out);
        Assert.StartsWith("copied", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_Missing_IsNamed() => AssertIsRefused(await RunAsync("job.json"), $"--command is '{_archive}', which is no file.");

    [Fact]
    public async Task Archive_Truncated_IsNamed_AndNothingIsLeft()
    {
        CommandArchive.Write(_archive, "echo");
        byte[] content = await File.ReadAllBytesAsync(_archive, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_archive, content[..(content.Length / 2)], TestContext.Current.CancellationToken);

        AssertIsRefused(await RunAsync("job.json"), $"'{_archive}' cannot be unpacked to ");
        Assert.Empty(Directory.GetDirectories(Directory.GetDirectories(_runner.Folder["local"]).Single()));
    }

    [Fact]
    public async Task Archive_OfSomethingElse_IsNamed()
    {
        CommandArchive.Write(_archive, "echo", name: "other");

        AssertIsRefused(await RunAsync("job.json"), "has no file 'fashionspark': it is not an archive of eng/publish-command.");
    }

    [Fact]
    public async Task Gate_NotPassed_FailsTheTask_AndSaysSo()
    {
        CommandArchive.Write(_archive, "exit 3");

        CliOutcome outcome = await RunAsync("job.json", "--only", "evaluate");

        Assert.Equal(3, outcome.ExitCode);
        Assert.EndsWith("fashionspark ended with exit code 3 (a gate was not passed: tasks that depend on this one do not run)\n", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", 143, "told\n")]
    [InlineData("KILL", 137, "")]
    public async Task Cancelled_TheCommandDoesNotOutliveTheTask(string signal, int exitCode, string told)
    {
        CommandArchive.Write(_archive, $"cd '{_runner.Folder.Path}'; trap 'printf \"told\\n\" > told; exit 143' TERM; touch running; while :; do read -t 1 x < wait; done");
        using (Process.Start("mkfifo", [_runner.Folder["wait"]]))
        {
            using Process process = _runner.Start("--command", _archive, "job.json");
            Task<CliOutcome> end = BuiltCommand.FinishAsync(process);
            await BuiltCommand.WaitForAsync(process, () => File.Exists(_runner.Folder["running"]));

            await BuiltCommand.SignalAsync(process, signal);

            Assert.Equal(exitCode, (await end).ExitCode);
        }

        Assert.Empty(_runner.Left());
        Assert.Equal(told, File.Exists(_runner.Folder["told"]) ? await File.ReadAllTextAsync(_runner.Folder["told"], TestContext.Current.CancellationToken) : "");
    }

    /// <summary>The workspace cannot be here: a module in pyspark's place answers as it does on dedicated compute.</summary>
    [Theory]
    [InlineData("dapi-secret", 0, "sc://adb.example.com:443/;token=dapi-secret;x-databricks-cluster-id=0123-abc\n", "")]
    [InlineData(null, 2, "", "There is no token for the cluster's own server. Set DATABRICKS_TOKEN in the cluster's environment to {{secrets/SCOPE/KEY}}.")]
    public async Task DedicatedCompute_AsksTheWorkspaceForItsOwnCluster(string? token, int exitCode, string remote, string error)
    {
        CommandArchive.Write(_archive, "echo \"$SPARK_REMOTE\"");
        string module = _runner.Folder["modules", "pyspark", "sql"];
        Directory.CreateDirectory(module);
        await File.WriteAllTextAsync(_runner.Folder["modules", "pyspark", "__init__.py"], "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(module, "__init__.py"),
            """
            settings = {"spark.databricks.workspaceUrl": "adb.example.com", "spark.databricks.clusterUsageTags.clusterId": "0123-abc"}
            class SparkSession:
                class builder:
                    @staticmethod
                    def getOrCreate():
                        session = SparkSession()
                        session.conf = settings
                        return session
            """,
            TestContext.Current.CancellationToken);
        _runner.Environment["PYTHONPATH"] = _runner.Folder["modules"];
        _runner.Environment["DATABRICKS_TOKEN"] = token ?? "";
        _runner.Environment["SPARK_REMOTE"] = "";

        CliOutcome outcome = await RunAsync("job.json");

        Assert.Equal((exitCode, remote), (outcome.ExitCode, outcome.Out));
        Assert.Contains(error, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("dapi-secret", outcome.Error, StringComparison.Ordinal);
    }

    private Task<CliOutcome> RunAsync(params string[] arguments) => _runner.RunAsync(["--command", _archive, .. arguments]);

    private static void AssertIsRefused(CliOutcome outcome, string message)
    {
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", outcome.Error, StringComparison.Ordinal);
    }
}
