using System.Net;

namespace FashionSpark.Spark.Connect;

/// <summary>Where a Spark Connect server is and who calls, as PySpark's connection strings say it; see <see cref="Parse"/>.</summary>
public sealed record SparkConnectionString
{
    public const int DefaultPort = 15002;

    /// <summary>Host name or address, without the brackets of IPv6; empty for a socket.</summary>
    public string Host { get; init; } = string.Empty;

    public int Port { get; init; } = DefaultPort;

    /// <summary>Unix socket of the server, as Databricks offers to a task; null = <see cref="Host"/> and <see cref="Port"/>.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Goes out as a bearer token. Never written into a message.</summary>
    public string? Token { get; init; }

    public bool UseTls { get; init; }

    /// <summary>Together with the session id it names the session on the server.</summary>
    public string? UserId { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>A session to join; null = a new one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Every other key: it goes out as gRPC metadata with each call.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What to call the server in messages: no key, no token.</summary>
    public string Endpoint => SocketPath is not null ? $"unix://{SocketPath}" : $"sc://{HostForUri}:{Port}";

    /// <summary>The address HTTP needs; for a socket only a name, since the connection is made by path.</summary>
    internal Uri Address => SocketPath is not null ? new Uri("http://localhost") : new Uri($"{(UseTls ? "https" : "http")}://{HostForUri}:{Port}");

    /// <summary>True where what is sent stays on this machine.</summary>
    internal bool IsLoopback => SocketPath is not null || IsLoopbackHost(Host);

    private string HostForUri => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>
    /// Reads <c>sc://host:port/;key=value;...</c> or <c>unix:///path/grpc.sock;key=value;...</c>; values are
    /// percent-decoded. Keys: token, use_ssl, user_id, user_agent, session_id; any other becomes metadata.
    /// </summary>
    /// <param name="text">The connection string.</param>
    /// <param name="environment">Looked at for <c>SPARK_CONNECT_AUTHENTICATE_TOKEN</c> where there is no token; null = not at all.</param>
    /// <exception cref="InvalidInputException">Names the key that is wrong; a token is never repeated.</exception>
    public static SparkConnectionString Parse(string text, Func<string, string?>? environment = null) =>
        ConnectionStringParser.Parse(text, environment ?? (_ => null));

    /// <summary>Does not hold the token, so that a record in a log gives nothing away.</summary>
    public override string ToString() => Endpoint;

    internal static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
