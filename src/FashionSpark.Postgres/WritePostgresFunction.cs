using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Pipeline.Sinks;
using Npgsql;
using Polly;

namespace FashionSpark.Postgres;

/// <summary>
/// Partition function <c>write-postgres</c>: rows into a table of the sink, a batch a transaction. Where the connection breaks, the batch is
/// written again: rows over rows, so none is there twice.
/// </summary>
public sealed class WritePostgresFunction : IPartitionFunction
{
    public const string Name = "write-postgres";

    private readonly WritePostgresOptions _options;
    private readonly SinkTable _table;

    public WritePostgresFunction(WritePostgresOptions options)
    {
        _options = options;
        _table = SinkTable.All.Append(SinkTable.Feedback).First(table => table.Name == options.Rows.Table);
    }

    public static Schema Schema { get; } = new([new Field("rows", Int64Type.Default, nullable: false)], metadata: null);

    public Schema OutputSchema(Schema input) => Schema;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        ResiliencePipeline again = PostgresRetry.Create(context.Time);
        foreach (RecordBatch batch in input)
        {
            SinkColumn[] columns = [.. _table.Schema.FieldsList.Select(field => SinkColumn.Of(field, batch, _options.Rows))];
            int[] rows = [.. Enumerable.Range(0, batch.Length).Where(row => IsWanted(batch, row))];
            if (rows.Length > 0)
            {
                Write(again, columns, rows, context.Cancellation);
            }

            yield return RowBatch.Create(Schema, [[(long)rows.Length]]);
        }
    }

    private bool IsWanted(RecordBatch batch, int row) =>
        _options.Rows.Runs is not { } runs || runs.Contains(batch.Column<StringArray>("run_id").GetString(row));

    private void Write(ResiliencePipeline again, SinkColumn[] columns, int[] rows, CancellationToken cancellation)
    {
        try
        {
            again.ExecuteAsync(async stop => await WriteAsync(columns, rows, stop).ConfigureAwait(false), cancellation).AsTask().GetAwaiter().GetResult();
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Translate(e, _options.Database, $"INSERT, UPDATE and SELECT on {_options.Schema}.{_table.Name}, and TEMPORARY on the database");
        }
    }

    private async Task WriteAsync(SinkColumn[] columns, int[] rows, CancellationToken cancellation)
    {
        string names = string.Join(", ", columns.Select(column => SinkSchema.Quote(column.Name)));
        string key = string.Join(", ", _table.Key.Select(SinkSchema.Quote));
        string changes = string.Join(", ", columns.Select(column => SinkSchema.Quote(column.Name)).Except(_table.Key.Select(SinkSchema.Quote)).Select(name => $"{name} = EXCLUDED.{name}"));
        string table = SinkSchema.NameOf(_options.Schema, _table.Name);

        await using NpgsqlConnection connection = await PostgresServers.Get(_options.Database).OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, $"CREATE TEMP TABLE incoming (LIKE {table}) ON COMMIT DROP", cancellation).ConfigureAwait(false);
        NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync($"COPY incoming ({names}) FROM STDIN (FORMAT binary)", cancellation).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            foreach (int row in rows)
            {
                await copy.StartRowAsync(cancellation).ConfigureAwait(false);
                foreach (SinkColumn column in columns)
                {
                    await column.WriteAsync(copy, row, cancellation).ConfigureAwait(false);
                }
            }

            await copy.CompleteAsync(cancellation).ConfigureAwait(false);
        }

        // DISTINCT ON: a batch may say the same thing twice, which one INSERT may not.
        await ExecuteAsync(
            connection,
            $"INSERT INTO {table} ({names}) SELECT DISTINCT ON ({key}) {names} FROM incoming ON CONFLICT ({key}) DO UPDATE SET {changes}",
            cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
