using System.Globalization;
using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>A database, named as libpq's tools take it: <c>postgres://user@host:5432/database?sslmode=verify-full</c>.</summary>
/// <param name="Text">The name in one form, without a password.</param>
/// <param name="Password">The password that stood in it; null = none did.</param>
internal sealed record PostgresAddress(string Text, string? Password)
{
    /// <summary>For messages.</summary>
    public const string Form = "postgres://USER@HOST/DATABASE";

    /// <summary>Parameter that names the region of a database in Amazon RDS where IAM says who may connect.</summary>
    private const string Iam = "iam";

    private const string LongScheme = "postgresql://";
    private const string Scheme = "postgres://";

    /// <summary>Parameters of the name, each with what Npgsql calls it.</summary>
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
    };

    public static bool Knows(string text) =>
        text.StartsWith(Scheme, StringComparison.Ordinal) || text.StartsWith(LongScheme, StringComparison.Ordinal);

    /// <exception cref="InvalidInputException">Not such a name; the message repeats nothing of it that may be a secret.</exception>
    public static PostgresAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || uri.AbsolutePath.Trim('/').Length == 0)
        {
            throw new InvalidInputException($"A PostgreSQL database is named {Form}, with special characters as %XX.");
        }

        string[] user = uri.UserInfo.Split(':', 2);
        string? password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        List<string> kept = [];
        foreach (string parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = parameter.Split('=')[0];
            if (name == "password")
            {
                password = Uri.UnescapeDataString(parameter[(name.Length + 1)..]);
            }
            else if ((Parameters.ContainsKey(name) || name == Iam) && parameter.Contains('=', StringComparison.Ordinal))
            {
                kept.Add(parameter);
            }
            else
            {
                throw new InvalidInputException($"'{name}' is no parameter of a database's name; known are {string.Join(", ", Parameters.Keys)}, {Iam}, as name=value.");
            }
        }

        string place = user[0].Length > 0 ? $"{user[0]}@" : "";
        string port = uri.Port > 0 ? $":{uri.Port.ToString(CultureInfo.InvariantCulture)}" : "";
        string query = kept.Count > 0 ? $"?{string.Join('&', kept)}" : "";
        return new PostgresAddress($"{Scheme}{place}{uri.Host}{port}/{uri.AbsolutePath.Trim('/')}{query}", password);
    }

    /// <summary>What Npgsql connects with. Without a password here it looks for one in PGPASSWORD and the password file.</summary>
    /// <exception cref="InvalidInputException">A parameter has a value that it cannot have.</exception>
    public NpgsqlConnectionStringBuilder ToConnection()
    {
        var uri = new Uri(Text);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
            Username = uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : null,
            Password = Password,
            ApplicationName = "fashionspark",

            // A statement over a large table may think for minutes before its first row.
            CommandTimeout = 3600,
        };
        foreach (string[] parameter in Pairs(uri).Where(pair => pair[0] != Iam))
        {
            string value = Uri.UnescapeDataString(parameter[1]);
            try
            {
                connection[Parameters[parameter[0]]] = parameter[0] == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
            {
                throw new InvalidInputException($"'{value}' is no {parameter[0]} of a database's name.", e);
            }
        }

        return connection;
    }

    /// <summary>Where passwords come from if IAM says who may connect; null = it does not.</summary>
    /// <exception cref="InvalidInputException">No user is named, a password is, or the connection would not be encrypted: a token is a password.</exception>
    public RdsPasswords? ToPasswords()
    {
        if (Pairs(new Uri(Text)).FirstOrDefault(pair => pair[0] == Iam) is not { } iam)
        {
            return null;
        }

        NpgsqlConnectionStringBuilder connection = ToConnection();
        return connection switch
        {
            { SslMode: not (SslMode.Require or SslMode.VerifyCA or SslMode.VerifyFull) } =>
                throw new InvalidInputException($"'{Text}': with {Iam}, the connection must be encrypted. Add sslmode=verify-full and sslrootcert=FILE, with the roots that AWS publishes for RDS."),
            { Username: null } => throw new InvalidInputException($"'{Text}': with {Iam}, the user must be named."),
            { Password: not null } => throw new InvalidInputException($"'{Text}': either a password or {Iam}, not both."),
            _ => new RdsPasswords(connection.Host!, connection.Port, connection.Username, Uri.UnescapeDataString(iam[1])),
        };
    }

    private static IEnumerable<string[]> Pairs(Uri uri) =>
        uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2));
}
