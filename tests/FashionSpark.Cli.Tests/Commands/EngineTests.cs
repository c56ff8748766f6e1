using FashionSpark.Cli.Commands;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Tests.Commands;

/// <summary>Where a run runs: the option, then the job file, then SPARK_REMOTE, then here.</summary>
public sealed class EngineTests
{
    [Theory]
    [InlineData(null, null, "local", null)]
    [InlineData(null, "", "local", null)]
    [InlineData(null, "sc://a:1/;token=t", "spark", "sc://a:1/;token=t")]
    [InlineData("local", "sc://a:1", "local", null)]
    [InlineData("spark", "sc://a:1", "spark", "sc://a:1")]
    [InlineData("dotnet-spark", "sc://a:1", "dotnet-spark", null)]
    [InlineData("sc://b", "sc://a:1", "sc://b", "sc://b")]
    [InlineData("unix:///run/grpc.sock;user_id=me", null, "unix:///run/grpc.sock;user_id=me", "unix:///run/grpc.sock;user_id=me")]
    public void Choose_OptionThenEnvironment(string? name, string? remote, string choice, string? server)
    {
        string? Variable(string variable) => variable == "SPARK_REMOTE" ? remote : null;

        Assert.Equal(choice, EngineNames.Choose(name, Variable));
        Assert.Equal(server, EngineNames.ConnectionString(choice, Variable));
    }

    [Fact]
    public void Spark_WithoutServer_SaysWhatToSet() => Assert.Equal(
        "Engine 'spark' is the server that SPARK_REMOTE names, and that variable is not set. Set it, such as to sc://localhost:15002, or name the server with --engine.",
        Assert.Throws<InvalidInputException>(() => EngineNames.Choose("spark", _ => null)).Message);

    [Fact]
    public async Task DotnetSpark_OutsideItsRunnerOrNotInTheBuild_SaysWhereToRead() => Assert.Contains(
        "docs/dotnet-spark.md",
        (await Assert.ThrowsAsync<InvalidInputException>(() => DotnetSpark.OpenAsync(_ => null, TestContext.Current.CancellationToken))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Unknown_IsNamedWithoutItsKeys()
    {
        string message = Assert.Throws<InvalidInputException>(() => EngineNames.Choose("sc:/host;token=secret", _ => null)).Message;

        Assert.Equal("There is no engine 'sc:/host'; known are local, spark (the server in SPARK_REMOTE), sc://HOST:PORT, unix:///SOCKET.", message);
    }

    [Theory]
    [InlineData("local", "local")]
    [InlineData("spark", "spark")]
    [InlineData("sc://host:15002/;token=secret", "spark (sc://host:15002)")]
    public void Display_HasNoKeys(string choice, string shown) => Assert.Equal(shown, EngineNames.Display(choice));

    [Fact]
    public async Task Options_MakeTheCluster()
    {
        JobOptions job = await CliRunner.JobOf(
            "prepare", "--source", "s", "--out", "o", "--engine", "sc://host", "--door", "bridge", "--worker", "/opt/w", "--worker-archive", "w.tar.gz", "--executor-python", "3.11",
            "--batch-rows", "64");

        Assert.Equal("sc://host", job.Engine);
        Assert.Equal(new ClusterOptions { Door = "bridge", Worker = "/opt/w", WorkerArchive = "w.tar.gz", ExecutorPython = "3.11", BatchRows = 64 }, job.Cluster);
    }

    [Fact]
    public async Task A_wrong_door_is_named()
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("doctor", "--door", "back");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--door wants auto or bridge or direct, not 'back'.", outcome.Error, StringComparison.Ordinal);
    }
}
