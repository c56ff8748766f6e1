using System.Net;
using System.Net.Sockets;

namespace FashionSpark.Worker.Daemon;

/// <summary>Takes the place of <c>pyspark.worker</c> (<c>spark.python.use.daemon=false</c>): a process that connects to Spark and runs one task.</summary>
internal static class SimpleWorker
{
    public static void Run(WorkerEnvironment environment, PartitionRunner runner, WorkerLog log, TimeProvider time)
    {
        using Socket socket = Connect(environment);
        using var stream = new NetworkStream(socket);

        // Nothing cancels: Spark kills the process.
        var connection = new TaskConnection(stream, runner, log, time, environment.LocalFolder, CancellationToken.None);
        if (environment.SocketPath is null)
        {
            Secret.Offer(connection.Reader, connection.Writer, environment.Secret ?? "");
        }

        connection.Writer.WriteInt(Environment.ProcessId);
        connection.Writer.Flush();
        connection.Serve(reuse: false);
    }

    private static Socket Connect(WorkerEnvironment environment)
    {
        EndPoint address = environment switch
        {
            { SocketPath: { } path } => new UnixDomainSocketEndPoint(path),
            { Port: { } port } => new IPEndPoint(environment.PreferIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, port),
            _ => throw new InvalidInputException(
                "Neither PYTHON_WORKER_FACTORY_PORT nor PYTHON_WORKER_FACTORY_SOCK_PATH is set. Spark sets one of them when it starts a worker; this mode is not meant to be started by hand."),
        };
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(address);
        if (address is IPEndPoint)
        {
            socket.NoDelay = true;
        }

        return socket;
    }
}
