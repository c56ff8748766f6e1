using System.Globalization;

namespace FashionSpark.Spark.Connect;

/// <summary>The grammar of connection strings. Messages name the key; values of unknown keys may be secrets and are not repeated.</summary>
internal static class ConnectionStringParser
{
    public const string TokenVariable = "SPARK_CONNECT_AUTHENTICATE_TOKEN";
    private const string TcpScheme = "sc://";
    private const string SocketScheme = "unix://";
    private const int MostUserAgentLength = 2048;
    private const string Form = "expected sc://host:port/;key=value;... or unix:///path/grpc.sock;key=value;...";

    public static SparkConnectionString Parse(string text, Func<string, string?> environment)
    {
        string address = text.Split(';', 2)[0];
        SparkConnectionString server = address switch
        {
            _ when address.StartsWith(TcpScheme, StringComparison.Ordinal) => ParseHost(address),
            _ when address.StartsWith(SocketScheme, StringComparison.Ordinal) => ParseSocket(address),
            _ => throw new InvalidInputException($"'{address}' is not a Spark Connect server: {Form}."),
        };
        return Apply(server, ParseKeys(text[address.Length..]), environment);
    }

    private static SparkConnectionString ParseHost(string address)
    {
        string authority = address[TcpScheme.Length..];
        if (authority.EndsWith('/'))
        {
            authority = authority[..^1];
        }

        if (authority.Contains('/', StringComparison.Ordinal))
        {
            throw new InvalidInputException($"'{address}' has a path, which Spark Connect servers do not have: {Form}.");
        }

        int colon = authority.LastIndexOf(':');
        bool hasPort = colon > authority.LastIndexOf(']');
        string host = (hasPort ? authority[..colon] : authority).Trim('[', ']');
        if (host.Length == 0 || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw new InvalidInputException($"'{address}' has no valid host name: {Form}.");
        }

        int port = SparkConnectionString.DefaultPort;
        if (hasPort && (!int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            throw new InvalidInputException($"'{address}' has the port '{authority[(colon + 1)..]}'; a port is a number from 1 to 65535.");
        }

        return new SparkConnectionString { Host = host, Port = port };
    }

    private static SparkConnectionString ParseSocket(string address)
    {
        string path = Uri.UnescapeDataString(address[SocketScheme.Length..]);
        return path.StartsWith('/') && path.Length > 1
            ? new SparkConnectionString { SocketPath = path }
            : throw new InvalidInputException($"'{address}' names no socket by its full path: {Form}.");
    }

    private static Dictionary<string, string> ParseKeys(string text)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            // Only the first '=' separates: tokens in Base64 end with some.
            string[] pair = part.Split('=', 2);
            if (pair.Length != 2 || pair[0].Length == 0)
            {
                throw new InvalidInputException($"The connection string's part '{pair[0]}' has no value: {Form}.");
            }

            if (!keys.TryAdd(pair[0], Uri.UnescapeDataString(pair[1])))
            {
                throw new InvalidInputException($"The connection string has the key '{pair[0]}' twice. Keep one.");
            }
        }

        return keys;
    }

    private static SparkConnectionString Apply(SparkConnectionString server, Dictionary<string, string> keys, Func<string, string?> environment)
    {
        string? token = Take(keys, "token") ?? NullIfEmpty(environment(TokenVariable));
        bool? useTls = ParseBoolean("use_ssl", Take(keys, "use_ssl"));
        string? userAgent = Take(keys, "user_agent");
        string? sessionId = Take(keys, "session_id");
        if (userAgent is not null && Uri.EscapeDataString(userAgent).Length > MostUserAgentLength)
        {
            throw new InvalidInputException($"The connection string's user_agent has {userAgent.Length} characters; at most {MostUserAgentLength} are allowed.");
        }

        if (sessionId is not null && !Guid.TryParse(sessionId, out _))
        {
            throw new InvalidInputException($"The connection string's session_id '{sessionId}' is not a UUID such as 00112233-4455-6677-8899-aabbccddeeff.");
        }

        SparkConnectionString applied = server with
        {
            Token = token,
            UserId = Take(keys, "user_id"),
            UserAgent = userAgent,
            SessionId = sessionId,
            Metadata = CheckMetadata(keys),
        };

        // As PySpark: a token wants TLS, except where it does not leave the machine.
        applied = applied with { UseTls = useTls ?? (token is not null && !applied.IsLoopback) };
        if (applied.UseTls && applied.SocketPath is not null)
        {
            throw new InvalidInputException("The connection string has use_ssl=true with a unix socket, which has no TLS. Leave use_ssl out.");
        }

        if (token is not null && !applied.UseTls && !applied.IsLoopback)
        {
            throw new InvalidInputException($"The connection string has a token and use_ssl=false: the token would travel readable to {applied.Endpoint}. Set use_ssl=true.");
        }

        return applied;
    }

    private static Dictionary<string, string> CheckMetadata(Dictionary<string, string> keys)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in keys)
        {
            string name = key.ToLowerInvariant();
            if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.') || name.EndsWith("-bin", StringComparison.Ordinal))
            {
                throw new InvalidInputException($"The connection string's key '{key}' cannot be sent as gRPC metadata: only letters, digits, '-', '_' and '.', and no ending '-bin'.");
            }

            if (!value.All(c => c is >= ' ' and <= '~'))
            {
                throw new InvalidInputException($"The value of the connection string's key '{key}' cannot be sent as gRPC metadata: it has characters that are not printable ASCII.");
            }

            metadata[name] = value;
        }

        return metadata;
    }

    private static bool? ParseBoolean(string key, string? value) => value?.ToLowerInvariant() switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw new InvalidInputException($"The connection string's {key} is '{value}'; it is true or false."),
    };

    private static string? Take(Dictionary<string, string> keys, string key)
    {
        keys.Remove(key, out string? value);
        return NullIfEmpty(value);
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
