using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using FashionSpark.Testing;
using FashionSpark.Worker.Protocol;
using FashionSpark.Worker.Tests.Bridge;
using FashionSpark.Worker.Tests.Support;

namespace FashionSpark.Worker.Tests.Daemon;

/// <summary>The real executable in the roles that Spark starts it in.</summary>
public sealed class ExecutableTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_daemon_says_its_port_serves_and_ends_with_its_stdin()
    {
        using Process daemon = Start(new() { ["PYTHON_WORKER_FACTORY_SECRET"] = "word", ["SPARK_REUSE_WORKER"] = "1" }, "-m", "pyspark.daemon", "pyspark.worker");
        int port = new ProtocolReader(daemon.StandardOutput.BaseStream).ReadInt();
        (SparkSide spark, string? answer) = SparkSide.Connect(new IPEndPoint(IPAddress.Loopback, port), "word");
        using (spark)
        {
            Assert.Equal("ok", answer);
            Assert.Equal(Batches.Text([Batches.Rows(0)]), Batches.Text(spark.Run("4.1.1", "identity", [Batches.Rows(0)]).Batches));
            daemon.StandardInput.Close();
            Assert.True(daemon.WaitForExit(Soon));
        }

        Assert.Equal(0, daemon.ExitCode);
    }

    [Fact]
    public void SIGTERM_ends_the_daemon_and_takes_its_socket_away()
    {
        using var folder = new TemporaryFolder();
        using Process daemon = Start(new() { ["PYTHON_UNIX_DOMAIN_ENABLED"] = "True", ["PYTHON_WORKER_FACTORY_SOCK_DIR"] = folder.Path }, "-m", "pyspark.daemon");
        string path = new ProtocolReader(daemon.StandardOutput.BaseStream).ReadText()!;
        Assert.True(File.Exists(path));

        using Process kill = Process.Start("kill", ["-TERM", daemon.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        Assert.True(daemon.WaitForExit(Soon));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void An_idle_daemon_ends_by_itself()
    {
        using Process daemon = Start(new() { ["PYTHON_WORKER_FACTORY_SECRET"] = "word", ["FASHIONSPARK_WORKER_EXIT_SECONDS"] = "0.2" }, "-m", "pyspark.daemon");

        Assert.True(daemon.WaitForExit(Soon));
        Assert.Equal(0, daemon.ExitCode);
    }

    [Fact]
    public void Doctor_tells_what_it_is_and_knows()
    {
        using Process doctor = Start([], "doctor");
        JsonNode report = JsonNode.Parse(doctor.StandardOutput.ReadToEnd())!;
        doctor.WaitForExit();

        Assert.Equal(0, doctor.ExitCode);
        Assert.Equal(["3.5", "4.1"], report["directDoor"]!.AsArray().Select(version => (string)version!));
        Assert.Contains("identity", report["functions"]!.AsArray().Select(name => (string)name!));
        Assert.StartsWith(".NET 10", (string)report["runtime"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PYTHON_WORKER_FACTORY_SECRET is not set", "-m", "pyspark.daemon")]
    [InlineData("Neither PYTHON_WORKER_FACTORY_PORT nor", "-m", "pyspark.worker")]
    [InlineData("Python module 'my.daemon' cannot be run", "-m", "my.daemon")]
    [InlineData("fashionspark-worker doctor")]
    public void Wrong_calls_end_with_2_and_say_why(string text, params string[] arguments)
    {
        using Process worker = Start([], arguments);
        string error = worker.StandardError.ReadToEnd();
        worker.WaitForExit();

        Assert.Equal(2, worker.ExitCode);
        Assert.Contains(text, error, StringComparison.Ordinal);
    }

    private static Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(BridgeDriver.Worker, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
