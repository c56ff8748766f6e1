using System.Net;
using System.Net.Sockets;
using FashionSpark.Worker.Native;
using FashionSpark.Worker.Protocol;

namespace FashionSpark.Worker.Daemon;

/// <summary>Where the JVM connects to: a port on loopback, or a unix socket.</summary>
internal sealed class DaemonListener : IDisposable
{
    /// <summary>As Python's daemon: Spark opens a connection a task slot, all at once.</summary>
    private const int Backlog = 1024;

    private readonly Socket _socket;
    private readonly string? _path;
    private volatile bool _closed;

    private DaemonListener(Socket socket, string? path)
    {
        _socket = socket;
        _path = path;
        Address = socket.LocalEndPoint!;
    }

    public EndPoint Address { get; }

    public static DaemonListener Open(WorkerEnvironment environment)
    {
        if (environment.SocketFolder is null)
        {
            IPAddress loopback = environment.PreferIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
            var socket = new Socket(loopback.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(loopback, 0));
            socket.Listen(Backlog);
            return new DaemonListener(socket, path: null);
        }

        string path = Path.Combine(environment.SocketFolder, $".{Guid.NewGuid()}.sock");
        var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        // No secret is exchanged here and the folder may be everybody's: the file's rights are all there is.
        LinuxProcess.WithPrivateFiles(() => unix.Bind(new UnixDomainSocketEndPoint(path)));
        unix.Listen(Backlog);
        return new DaemonListener(unix, path);
    }

    /// <summary>Tells the JVM where to connect: a port as a number, a path as text.</summary>
    public void Announce(ProtocolWriter writer)
    {
        if (_path is null)
        {
            writer.WriteInt(((IPEndPoint)Address).Port);
        }
        else
        {
            writer.WriteText(_path);
        }

        writer.Flush();
    }

    /// <summary>The next connection; null when the listener was closed.</summary>
    public Socket? Accept()
    {
        while (true)
        {
            try
            {
                Socket connection = _socket.Accept();
                if (_path is null)
                {
                    connection.NoDelay = true;
                }

                return connection;
            }
            catch (Exception e) when (_closed && e is SocketException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // The caller changed its mind before it was its turn.
            }
        }
    }

    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }
}
