using System.Globalization;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;
using Npgsql;

namespace FashionSpark.Postgres;

/// <summary>Corrected pictures in a PostgreSQL database, in the table <c>feedback</c> of the schema of results.</summary>
public sealed class PostgresFeedbackKind : IFeedbackKind
{
    private static readonly string Table = SinkSchema.NameOf(SinkOptions.DefaultSchema, SinkTable.Feedback.Name);

    public bool Knows(string name) => PostgresAddress.Knows(name);

    public string Record(string name) => PostgresServers.Record(name);

    public async Task<IFeedbackWriter> OpenAsync(string name, TimeProvider time, CancellationToken cancellation)
    {
        string database = Record(name);
        await AskAsync(
            database,
            connection => new SinkSchema(database, SinkOptions.DefaultSchema).CreateAsync(connection, [SinkTable.Feedback], cancellation),
            $"CREATE on the database or on schema {SinkOptions.DefaultSchema}, and INSERT, UPDATE, SELECT on its table feedback", time, cancellation).ConfigureAwait(false);
        return new PostgresFeedback(database, time);
    }

    public async Task<IDataset> ReadAsync(string name, IEngine engine, CancellationToken cancellation)
    {
        string database = Record(name);
        object? newest = null;
        await AskAsync(
            database,
            async connection =>
            {
                await using var exists = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new NpgsqlParameter { Value = Table } } };
                if (!(bool)(await exists.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!)
                {
                    throw new TableNotFoundException($"There is no feedback table in '{database}'. 'fashionspark serve --feedback {database}' makes it.");
                }

                await using var command = new NpgsqlCommand($"SELECT max({FeedbackSchema.ReceivedAt}) FROM {Table}", connection);
                newest = await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
            },
            $"SELECT on {Table}", TimeProvider.System, cancellation).ConfigureAwait(false);

        // What arrives later waits for the next prepare.
        string until = newest is DateTime time ? $"'{time.ToString("O", CultureInfo.InvariantCulture)}'::timestamptz" : "'-infinity'";
        var relation = new PostgresRelation(
            $"(SELECT * FROM {Table} WHERE {FeedbackSchema.ReceivedAt} <= {until}) AS r",
            $"r.{FeedbackSchema.Source}", $"r.{FeedbackSchema.Content}", $"r.{FeedbackSchema.Class}", "NULL", Table);
        var options = new ReadPostgresOptions(database, relation, "text", [], Parts: 1, Spool: null);
        return engine.FromRows(RowBatch.Create(ReadPostgresFunction.PartSchema, [[0]]), 1)
            .MapPartitions(PartitionFunctionSpec.Create(ReadFeedbackFunction.Name, options));
    }

    private static async Task AskAsync(string database, Func<NpgsqlConnection, Task> ask, string needs, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await PostgresRetry.RunAsync(
                time,
                async stop =>
                {
                    await using NpgsqlConnection connection = await PostgresServers.Get(database).OpenConnectionAsync(stop).ConfigureAwait(false);
                    await ask(connection).ConfigureAwait(false);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Translate(e, database, needs);
        }
    }
}
