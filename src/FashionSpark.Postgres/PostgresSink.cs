using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Pipeline.Sinks;
using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>An open sink: a schema that has every table.</summary>
internal sealed class PostgresSink : ISink
{
    private readonly string _database;
    private readonly string _schema;

    public PostgresSink(string database, string schema)
    {
        _database = database;
        _schema = schema;
    }

    public PartitionFunctionSpec Write(SinkRows rows) =>
        PartitionFunctionSpec.Create(WritePostgresFunction.Name, new WritePostgresOptions(_database, _schema, rows));

    /// <summary>Rows are written over rows, so there is nothing to make way for.</summary>
    public Task<long?> BeginAsync(SinkRows rows, CancellationToken cancellation) => Task.FromResult<long?>(null);

    /// <summary>Images that the newest version of their data set has no longer leave the table.</summary>
    public async Task CompleteAsync(SinkRows rows, IReadOnlyList<RecordBatch> written, CancellationToken cancellation)
    {
        if (rows is not { Data: { } data, Version: { } version })
        {
            return;
        }

        try
        {
            await PostgresRetry.RunAsync(
                TimeProvider.System,
                async stop =>
                {
                    await using NpgsqlCommand command = PostgresServers.Get(_database).CreateCommand(
                        $"DELETE FROM {SinkSchema.NameOf(_schema, rows.Table)} WHERE {SinkTable.Data} = $1 AND {SinkTable.Version} < $2");
                    command.Parameters.AddWithValue(data);
                    command.Parameters.AddWithValue(version);
                    await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Translate(e, _database, $"DELETE on {_schema}.{rows.Table}");
        }
    }
}
