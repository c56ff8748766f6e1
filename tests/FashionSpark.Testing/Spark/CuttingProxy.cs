using System.Net;
using System.Net.Sockets;

namespace FashionSpark.Testing.Spark;

/// <summary>Forwards connections to a port of this machine, and cuts each after a number of bytes that went through it.</summary>
public sealed class CuttingProxy : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener;
    private readonly int _port;
    private readonly long _bytesPerConnection;
    private readonly long _bytesToServer;
    private readonly string? _socketPath;
    private int _cuts;

    /// <param name="port">Port of the server.</param>
    /// <param name="bytesPerConnection">Bytes from the server after which a connection is cut.</param>
    /// <param name="bytesToServer">Bytes to the server after which a connection is cut.</param>
    /// <param name="socketPath">Listens on this unix socket; null = on a free port.</param>
    public CuttingProxy(int port, long bytesPerConnection = long.MaxValue, long bytesToServer = long.MaxValue, string? socketPath = null)
    {
        _port = port;
        _bytesPerConnection = bytesPerConnection;
        _bytesToServer = bytesToServer;
        _socketPath = socketPath;
        EndPoint address = socketPath is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(socketPath);
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(address);
        _listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>Port of the proxy, where it listens on one.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Connection string of the proxy.</summary>
    public string Address => _socketPath is null ? $"sc://127.0.0.1:{Port}" : $"unix://{_socketPath}";

    /// <summary>Connections cut so far.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token).ConfigureAwait(false);
                Task up = CopyAsync(client, server, _bytesToServer);
                Task down = CopyAsync(server, client, _bytesPerConnection);
                await Task.WhenAny(up, down).ConfigureAwait(false);
                client.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Either side has gone.
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to, long limit)
    {
        var buffer = new byte[16 * 1024];
        long copied = 0;
        while (copied < limit)
        {
            int read = await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit - copied)), _stop.Token).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            for (int sent = 0; sent < read;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _stop.Token).ConfigureAwait(false);
            }

            copied += read;
        }

        Interlocked.Increment(ref _cuts);
    }
}
