using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FashionSpark.Aws.Tests.Servers;

/// <summary>
/// Stands in front of an S3 server for what a real one does not do on demand: it answers the first requests that ask for
/// something itself, as S3 words its refusals, and passes all others on.
/// </summary>
public sealed class AnsweringProxy : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly Func<string, bool> _isMeant;
    private readonly byte[] _answer;
    private int _left;
    private int _answered;
    private int _passed;

    /// <param name="server">Port of the server.</param>
    /// <param name="isMeant">Which requests it answers, by their first line, such as <c>GET /bucket/key HTTP/1.1</c>.</param>
    /// <param name="times">How many of them at the most.</param>
    /// <param name="status">Such as <c>503 Slow Down</c>.</param>
    /// <param name="code">S3's code of the error, such as <c>SlowDown</c>.</param>
    public AnsweringProxy(int server, Func<string, bool> isMeant, int times, string status, string code)
    {
        _server = server;
        _isMeant = isMeant;
        _left = times;
        string body = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>Said by the test.</Message></Error>";
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Requests it answered itself.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Requests it passed on.</summary>
    public int Passed => Volatile.Read(ref _passed);

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
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    /// <summary>One request a connection: the server is told to close, and the client finds it closed.</summary>
    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                string head = await ReadHeadAsync(stream);
                if (_isMeant(head.Split("\r\n")[0]) && Interlocked.Decrement(ref _left) >= 0)
                {
                    Interlocked.Increment(ref _answered);
                    await stream.WriteAsync(_answer, _stop.Token);
                    return;
                }

                Interlocked.Increment(ref _passed);
                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
                string closing = head.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal);
                await server.GetStream().WriteAsync(Encoding.ASCII.GetBytes(closing), _stop.Token);
                await server.GetStream().CopyToAsync(stream, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // Either side has gone.
            }
        }
    }

    /// <summary>The requests of a source have a head and nothing else.</summary>
    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            head.Append(read > 0 ? Encoding.ASCII.GetString(buffer, 0, read) : throw new IOException("No request came."));
        }

        return head.ToString();
    }
}
