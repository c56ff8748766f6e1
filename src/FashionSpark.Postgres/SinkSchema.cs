using System.Globalization;
using FashionSpark.Pipeline.Sinks;
using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>The schema of a sink. Its version is in a table of its own, so that an older command never writes into newer tables.</summary>
internal sealed class SinkSchema
{
    private const string VersionTable = "schema_version";
    private readonly string _database;
    private readonly string _schema;

    public SinkSchema(string database, string schema)
    {
        _database = database;
        _schema = schema;
    }

    public static string NameOf(string schema, string table) => $"{Quote(schema)}.{Quote(table)}";

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Makes what is missing, all in one transaction; two commands at a time wait for each other.</summary>
    /// <exception cref="InvalidInputException">The tables there are of another version.</exception>
    public async Task CreateAsync(NpgsqlConnection connection, IReadOnlyList<SinkTable> tables, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock(hashtextextended('fashionspark:' || '{_schema.Replace("'", "''", StringComparison.Ordinal)}', 0))", cancellation).ConfigureAwait(false);

        // Asked first: whoever was given the tables alone may not CREATE, and need not.
        if (!await ExistsAsync(connection, VersionTable, cancellation).ConfigureAwait(false))
        {
            await ExecuteAsync(
                connection,
                $"""
                CREATE SCHEMA IF NOT EXISTS {Quote(_schema)};
                CREATE TABLE {NameOf(_schema, VersionTable)} (version int NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
                INSERT INTO {NameOf(_schema, VersionTable)} VALUES ({SinkTable.SchemaVersion})
                """,
                cancellation).ConfigureAwait(false);
        }

        await CheckVersionAsync(connection, cancellation).ConfigureAwait(false);
        foreach (SinkTable table in tables)
        {
            if (!await ExistsAsync(connection, table.Name, cancellation).ConfigureAwait(false))
            {
                IEnumerable<string> columns = table.Schema.FieldsList.Select(field => $"{Quote(field.Name)} {SinkType.Of(field).Name}{(field.IsNullable ? "" : " NOT NULL")}");
                await ExecuteAsync(
                    connection,
                    $"CREATE TABLE {NameOf(_schema, table.Name)} ({string.Join(", ", columns)}, PRIMARY KEY ({string.Join(", ", table.Key.Select(Quote))}))",
                    cancellation).ConfigureAwait(false);
            }
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private async Task CheckVersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT max(version) FROM {NameOf(_schema, VersionTable)}", connection);
        object? version = await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
        if (version is not SinkTable.SchemaVersion)
        {
            throw new InvalidInputException(
                $"The tables in schema {_schema} of '{_database}' are of version {(version is int number ? number.ToString(CultureInfo.InvariantCulture) : "none")}; this command writes version {SinkTable.SchemaVersion}. Use the command that made them, or name another schema with --sink-schema.");
        }
    }

    private async Task<bool> ExistsAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
        command.Parameters.AddWithValue(NameOf(_schema, table));
        return (bool)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
