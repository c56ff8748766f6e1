using System.Data;
using FashionSpark.Engines;
using Npgsql;
using NpgsqlTypes;
using Polly;

namespace FashionSpark.Postgres;

/// <summary>
/// The rows of a part of a relation, streamed by one statement in the order of the key. Where the connection breaks, another one
/// goes on after the last key: no row is lost or there twice.
/// </summary>
internal sealed class PostgresRows : IDisposable
{
    private readonly ReadPostgresOptions _options;
    private readonly int _part;
    private readonly CancellationToken _cancellation;
    private readonly ResiliencePipeline _again;
    private NpgsqlConnection? _connection;
    private NpgsqlDataReader? _reader;
    private string? _last;

    public PostgresRows(ReadPostgresOptions options, int part, TimeProvider time, CancellationToken cancellation)
    {
        _options = options;
        _part = part;
        _cancellation = cancellation;
        _again = PostgresRetry.Create(time);
    }

    /// <summary>The next row; null = there is none.</summary>
    /// <exception cref="FashionSparkException">The database does not answer, or not to us.</exception>
    public PostgresRow? Next()
    {
        try
        {
            PostgresRow? row = _again.ExecuteAsync(async stop => await ReadAsync(stop).ConfigureAwait(false), _cancellation).AsTask().GetAwaiter().GetResult();
            _last = row?.Key ?? _last;
            return row;
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Translate(e, _options.Database, $"SELECT on {_options.Relation.Name}");
        }
    }

    public void Dispose() => CloseAsync().GetAwaiter().GetResult();

    private async Task<PostgresRow?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            NpgsqlDataReader reader = _reader ??= await OpenAsync(cancellation).ConfigureAwait(false);
            if (!await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                return null;
            }

            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
            return new PostgresRow(
                reader.GetString(0), Text(1), Text(2), reader.IsDBNull(3) ? null : reader.GetInt32(3),
                await reader.IsDBNullAsync(4, cancellation).ConfigureAwait(false) ? null : await reader.GetFieldValueAsync<byte[]>(4, cancellation).ConfigureAwait(false));
        }
        catch (NpgsqlException)
        {
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<NpgsqlDataReader> OpenAsync(CancellationToken cancellation)
    {
        _connection = await PostgresServers.Get(_options.Database).OpenConnectionAsync(cancellation).ConfigureAwait(false);
        (string from, string key, string image, string label, string split, _) = _options.Relation;

        // The length of an image is known without its bytes. The hash has no sign, whatever the key's type.
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {key}::text, {label}::text, {split}::text, octet_length({image}), CASE WHEN octet_length({image}) <= {BinaryFileSchema.MostBytes} THEN {image} END
            FROM {from}
            WHERE (hashtextextended({key}::text COLLATE "C", 0) & 9223372036854775807) % {_options.Parts} = {_part}
            {(_last is null ? "" : $"AND {key} > CAST($1 AS {_options.KeyType})")}
            ORDER BY {key}
            """,
            _connection);
        if (_last is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = _last, NpgsqlDbType = NpgsqlDbType.Text });
        }

        return await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation).ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        (NpgsqlDataReader? reader, NpgsqlConnection? connection) = (_reader, _connection);
        (_reader, _connection) = (null, null);
        try
        {
            if (reader is not null)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (NpgsqlException)
        {
            // The rest of the answer cannot be read any more.
        }

        if (connection is not null)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
