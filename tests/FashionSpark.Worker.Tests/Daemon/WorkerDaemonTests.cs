using System.Buffers.Binary;
using System.Net.Sockets;
using FashionSpark.Testing;
using FashionSpark.Worker.Daemon;
using FashionSpark.Worker.Protocol;
using FashionSpark.Worker.Tests.Support;

namespace FashionSpark.Worker.Tests.Daemon;

public sealed class WorkerDaemonTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_wrong_secret_is_refused()
    {
        using var daemon = new RunningDaemon();
        (SparkSide side, string? answer) = SparkSide.Connect(daemon.Daemon.Listener.Address, "wrong");
        using (side)
        {
            Assert.Equal("err", answer);
            Assert.True(side.IsClosedByWorker());
        }

        using SparkSide spark = daemon.Connect();
        Assert.Null(spark.Run("3.5.7", "identity", [Batches.Rows(0)]).Error);
    }

    [Fact]
    public void A_daemon_without_a_secret_does_not_start_on_TCP()
    {
        var error = Assert.Throws<InvalidInputException>(() => new RunningDaemon(new WorkerEnvironment()));

        Assert.Contains("PYTHON_WORKER_FACTORY_SECRET", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Worker_ids_are_live_and_differ()
    {
        using var daemon = new RunningDaemon();
        using SparkSide first = daemon.Connect();
        using SparkSide second = daemon.Connect();

        Assert.NotEqual(first.WorkerId, second.WorkerId);
        Assert.All([first, second], side => Assert.True(Directory.Exists($"/proc/{side.WorkerId}")));
    }

    [Fact]
    public void A_kill_request_cancels_that_worker_only()
    {
        using var started = new CountdownEvent(2);
        using var daemon = new RunningDaemon(started: () => started.Signal());
        using SparkSide killed = daemon.Connect();
        using SparkSide spared = daemon.Connect();
        foreach (SparkSide side in (SparkSide[])[killed, spared])
        {
            SparkBytes.WriteHead(side.Writer, "4.1.1", TestFunctions.Spec("wait"));
            SparkBytes.WriteRows(side.Writer, Batches.Schema, []);
        }

        Assert.True(started.Wait(Soon, TestContext.Current.CancellationToken));
        daemon.Daemon.ObeyCommands(Commands(12345678, killed.WorkerId));

        Assert.StartsWith("System.OperationCanceledException", killed.ReadAnswer().Error, StringComparison.Ordinal);
        daemon.Daemon.ObeyCommands(Commands(spared.WorkerId));
        Assert.StartsWith("System.OperationCanceledException", spared.ReadAnswer().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_reuse_a_connection_is_for_one_task()
    {
        using var daemon = new RunningDaemon(new WorkerEnvironment { Secret = RunningDaemon.Word });
        using SparkSide spark = daemon.Connect();

        Assert.True(spark.Run("3.5.7", "identity", [Batches.Rows(0)]).Reusable);
        spark.EndSending();
        Assert.True(spark.IsClosedByWorker());
    }

    [Fact]
    public void A_unix_socket_is_for_this_user_alone_needs_no_secret_and_goes_with_the_daemon()
    {
        using var folder = new TemporaryFolder();
        string path;
        using (var daemon = new RunningDaemon(new WorkerEnvironment { SocketFolder = folder.Path, Reuse = true }))
        {
            var announced = new MemoryStream();
            daemon.Daemon.Listener.Announce(new ProtocolWriter(announced));
            announced.Position = 0;
            path = new ProtocolReader(announced).ReadText()!;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
            using SparkSide spark = daemon.Connect();
            Assert.Equal(3, spark.Run("4.1.1", "identity", [Batches.Rows(0)]).Batches[0].Length);
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void An_idle_daemon_frees_models_and_then_ends()
    {
        var time = new ManualTime();
        int freed = 0;
        var environment = new WorkerEnvironment { Secret = RunningDaemon.Word, Reuse = true, FreeAfter = TimeSpan.FromMinutes(1), ExitAfter = TimeSpan.FromMinutes(10) };
        using var daemon = new RunningDaemon(environment, time, () => freed++);
        using (SparkSide spark = daemon.Connect())
        {
            spark.Run("4.1.1", "identity", [Batches.Rows(0)]);
            time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(0, freed);
        }

        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return freed > 0;
            },
            Soon));
        Assert.False(daemon.HasEnded(TimeSpan.Zero));

        time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(daemon.HasEnded(Soon));
        Assert.Throws<SocketException>(() => daemon.Connect());
    }

    [Fact]
    public void The_simple_worker_connects_to_Spark_and_runs_one_task()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen();
        var environment = new WorkerEnvironment { Secret = "word", Port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port };
        var worker = new Thread(() => SimpleWorker.Run(environment, new PartitionRunner(TestFunctions.Registry()), new WorkerLog(TextWriter.Null), TimeProvider.System));
        worker.Start();

        using (SparkSide spark = SparkSide.Accepted(listener.Accept()))
        {
            Assert.Equal("word", spark.Reader.ReadText());
            spark.Writer.WriteText("ok");
            spark.Writer.Flush();
            Assert.Equal(Environment.ProcessId, spark.Reader.ReadInt());
            Assert.Null(spark.Run("3.5.7", "identity", [Batches.Rows(0)]).Error);
        }

        Assert.True(worker.Join(Soon));
    }

    private static ProtocolReader Commands(params int[] workers)
    {
        var bytes = new byte[4 * workers.Length];
        for (int i = 0; i < workers.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), workers[i]);
        }

        return new ProtocolReader(new MemoryStream(bytes));
    }
}
