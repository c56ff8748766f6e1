using System.Net.Sockets;
using FashionSpark.Worker.Native;
using FashionSpark.Worker.Protocol;

namespace FashionSpark.Worker.Daemon;

/// <summary>
/// Takes the place of <c>pyspark.daemon</c>: Spark connects for each task slot, and each connection is served by a thread
/// of its own. Native libraries keep thread counts per thread, and the thread's id is the worker's.
/// </summary>
internal sealed class WorkerDaemon : IDisposable
{
    private readonly WorkerEnvironment _environment;
    private readonly PartitionRunner _runner;
    private readonly WorkerLog _log;
    private readonly TimeProvider _time;
    private readonly KillList _workers = new();
    private readonly IdleWatch _idle;
    private readonly DaemonListener _listener;

    /// <param name="environment">What Spark said.</param>
    /// <param name="runner">Runs the functions.</param>
    /// <param name="log">The executor's log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="free">Frees models; called when there has been no connection for a while.</param>
    public WorkerDaemon(WorkerEnvironment environment, PartitionRunner runner, WorkerLog log, TimeProvider time, Action free)
    {
        if (environment is { Secret: null or "", SocketFolder: null })
        {
            throw new InvalidInputException(
                "The environment variable PYTHON_WORKER_FACTORY_SECRET is not set. Spark sets it when it starts its Python daemon; this mode is not meant to be started by hand.");
        }

        _environment = environment;
        _runner = runner;
        _log = log;
        _time = time;
        _listener = DaemonListener.Open(environment);
        _idle = new IdleWatch(time, environment.FreeAfter, environment.ExitAfter, free, Stop);
    }

    public DaemonListener Listener => _listener;

    /// <summary>Serves connections until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (_listener.Accept() is { } connection)
        {
            _idle.Enter();
            new Thread(() => Serve(connection)) { IsBackground = true, Name = "task" }.Start();
        }
    }

    /// <summary>Reads what Spark writes to the daemon's stdin: ids of workers to kill. Returns when Spark closes it, which means exit.</summary>
    public void ObeyCommands(ProtocolReader commands)
    {
        while (commands.TryReadInt(out int worker))
        {
            _log.Line($"Spark wants worker {worker} to stop");
            _workers.Kill(worker);
        }
    }

    /// <summary>No further connections; a JVM that is just connecting is refused, and starts another daemon.</summary>
    public void Stop() => _listener.Dispose();

    public void Dispose()
    {
        _listener.Dispose();
        _idle.Dispose();
    }

    private void Serve(Socket socket)
    {
        int worker = LinuxProcess.ThreadId();
        var stop = new CancellationTokenSource(); // not disposed: a kill request may hold it a moment longer
        using var stream = new NetworkStream(socket, ownsSocket: true);
        _workers.Add(worker, stop);
        try
        {
            var connection = new TaskConnection(stream, _runner, _log, _time, _environment.LocalFolder, stop.Token);
            connection.Writer.WriteInt(worker);
            connection.Writer.Flush();
            if (_environment.Secret is null || Secret.Accept(connection.Reader, connection.Writer, _environment.Secret))
            {
                connection.Serve(_environment.Reuse);
            }
            else
            {
                _log.Line("A connection with a wrong secret was refused");
            }
        }
        catch (Exception e)
        {
            // Whatever it was, it must not end the process: the tasks of others live in it.
            _log.Line($"Connection {worker} ended: {e.Message}");
        }
        finally
        {
            _workers.Remove(worker);
            _idle.Leave();
        }
    }
}
