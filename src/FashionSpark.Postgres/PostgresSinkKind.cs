using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;
using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>Sinks in PostgreSQL: a schema with the tables of a run, made and versioned here.</summary>
public sealed class PostgresSinkKind : ISinkKind
{
    public string Form => PostgresAddress.Form;

    public bool Knows(string sink) => PostgresAddress.Knows(sink);

    public string Record(string sink) => PostgresServers.Record(sink);

    public async Task<ISink> OpenAsync(SinkOptions options, IReadOnlyList<SinkTable> tables, CancellationToken cancellation)
    {
        string database = Record(options.To);
        try
        {
            await PostgresRetry.RunAsync(
                TimeProvider.System,
                async stop =>
                {
                    await using NpgsqlConnection connection = await PostgresServers.Get(database).OpenConnectionAsync(stop).ConfigureAwait(false);
                    await new SinkSchema(database, options.Schema).CreateAsync(connection, tables, stop).ConfigureAwait(false);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Translate(e, database, $"CREATE on the database or on schema {options.Schema}, and INSERT, UPDATE, SELECT, DELETE on its tables");
        }

        return new PostgresSink(database, options.Schema);
    }
}
