using System.Collections.Concurrent;
using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>
/// Databases of this process by their name, with their pools of connections. A password that stood in a name is kept here and
/// nowhere else; a process that never saw it, such as a worker on an executor, takes PGPASSWORD or the password file.
/// </summary>
internal static class PostgresServers
{
    private static readonly ConcurrentDictionary<string, PostgresAddress> Passwords = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<PostgresAddress, NpgsqlDataSource> Sources = new();

    /// <summary>The name without its password, which is remembered.</summary>
    public static string Record(string name)
    {
        PostgresAddress address = PostgresAddress.Parse(name);
        address.ToConnection();
        address.ToPasswords();
        if (address.Password is not null)
        {
            Passwords[address.Text] = address;
        }

        return address.Text;
    }

    /// <summary>Connections to a database named as <see cref="Record"/> gives it.</summary>
    public static NpgsqlDataSource Get(string recorded) => Sources.GetOrAdd(
        Passwords.GetValueOrDefault(recorded) ?? PostgresAddress.Parse(recorded),
        Build);

    private static NpgsqlDataSource Build(PostgresAddress address)
    {
        var builder = new NpgsqlDataSourceBuilder(address.ToConnection().ConnectionString);
        if (address.ToPasswords() is { } passwords)
        {
            builder.UsePasswordProvider(_ => passwords.NextAsync().AsTask().GetAwaiter().GetResult(), (_, _) => passwords.NextAsync());
        }

        return builder.Build();
    }
}
