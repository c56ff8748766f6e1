using FashionSpark.Worker.Daemon;

namespace FashionSpark.Worker.Tests.Support;

/// <summary>A daemon in this process with the test's functions.</summary>
internal sealed class RunningDaemon : IDisposable
{
    public const string Word = "0123456789abcdef";

    private readonly StringWriter _log = new();
    private readonly Thread _thread;

    public RunningDaemon(WorkerEnvironment? environment = null, TimeProvider? time = null, Action? free = null, Action? started = null)
    {
        environment ??= new WorkerEnvironment { Secret = Word, Reuse = true };
        Daemon = new WorkerDaemon(environment, new PartitionRunner(TestFunctions.Registry(started)), new WorkerLog(_log), time ?? TimeProvider.System, free ?? (() => { }));
        Secret = environment.Secret;
        _thread = new Thread(Daemon.Run) { IsBackground = true };
        _thread.Start();
    }

    public WorkerDaemon Daemon { get; }

    public string? Secret { get; }

    public string Log => _log.ToString();

    public SparkSide Connect()
    {
        (SparkSide side, string? answer) = SparkSide.Connect(Daemon.Listener.Address, Secret);
        Assert.Equal(Secret is null ? null : "ok", answer);
        return side;
    }

    /// <summary>True where the daemon no longer serves.</summary>
    public bool HasEnded(TimeSpan within) => _thread.Join(within);

    public void Dispose() => Daemon.Dispose();
}
