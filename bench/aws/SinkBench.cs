using System.Diagnostics;
using Apache.Arrow;
using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Bench;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;
using FashionSpark.Postgres;
using FashionSpark.Scoring;
using Npgsql;

namespace FashionSpark.AwsBench;

/// <summary>Rows of predictions a second into PostgreSQL: the sink's COPY and upsert, beside a prepared INSERT a row, in one transaction a row and in one for all.</summary>
internal static class SinkBench
{
    private const int Runs = 5;
    private const int Rows = 20_000;
    private const int PeerRows = 4_000;
    private const int BatchRows = 2_000;

    public static async Task RunAsync()
    {
        Report.Machine();
        using var postgres = new PostgresServer();
        string database = await postgres.CreateDatabaseAsync();
        string address = postgres.Address(database);
        ISink sink = await new PostgresSinkKind().OpenAsync(new SinkOptions { To = address }, SinkTable.All, CancellationToken.None);
        await using var engine = new LocalEngine(new PartitionFunctionRegistry().AddCoreFunctions().AddPostgresFunctions());
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.Connect(database).ConnectionString)
        {
            Password = PostgresServer.Password,
            Host = "localhost",
            SslMode = SslMode.VerifyFull,
            RootCertificate = postgres.RootCertificate,
        }.ConnectionString);
        var copies = new List<double>();
        var each = new List<double>();
        var together = new List<double>();
        for (int run = 0; run <= Runs; run++)
        {
            double copy = await CopyAsync(engine, sink, $"copy{run}");
            double one = await InsertAsync(source, $"each{run}", inOneTransaction: false);
            double all = await InsertAsync(source, $"together{run}", inOneTransaction: true);
            if (run > 0)
            {
                copies.Add(copy);
                each.Add(one);
                together.Add(all);
            }
        }

        Report.Median("sink, rows/s", copies);
        Report.Median("a transaction a row, rows/s", each);
        Report.Median("one transaction, rows/s", together);
        Console.WriteLine($"sink: {Ratio(copies, each):f1} times a transaction a row, {Ratio(copies, together):f1} times one transaction (medians of ratios)");
    }

    private static async Task<double> CopyAsync(LocalEngine engine, ISink sink, string run)
    {
        // As a table's files are: batches of some thousand rows.
        List<IDataset> batches = [.. Enumerable.Range(0, Rows / BatchRows).Select(batch =>
            engine.FromRows(Batch(run, batch * BatchRows), 1)
                .MapPartitions(sink.Write(new SinkRows(SinkTable.Predictions.Name, ""))))];
        long start = Stopwatch.GetTimestamp();
        foreach (IDataset batch in batches)
        {
            await foreach (RecordBatch _ in batch.CollectAsync(null, CancellationToken.None))
            {
                // Written.
            }
        }

        return Rows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> InsertAsync(NpgsqlDataSource source, string run, bool inOneTransaction)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        string[] columns = [.. PredictionsSchema.Schema.FieldsList.Select(field => field.Name)];
        await using var insert = new NpgsqlCommand(
            $"INSERT INTO fashionspark.predictions ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))}) ON CONFLICT (run_id, image_id) DO UPDATE SET class = EXCLUDED.class",
            connection);
        foreach (object? value in Row(run, 0))
        {
            insert.Parameters.AddWithValue(value!);
        }

        await insert.PrepareAsync();
        await using NpgsqlTransaction? transaction = inOneTransaction ? await connection.BeginTransactionAsync() : null;
        long start = Stopwatch.GetTimestamp();
        for (int row = 0; row < PeerRows; row++)
        {
            object?[] values = Row(run, row);
            for (int i = 0; i < values.Length; i++)
            {
                insert.Parameters[i].Value = values[i];
            }

            await insert.ExecuteNonQueryAsync();
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync();
        }

        return PeerRows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static RecordBatch Batch(string run, int first)
    {
        IReadOnlyList<Field> fields = PredictionsSchema.Schema.FieldsList;
        int sure = fields.Index().Single(field => field.Item.Name == PredictionsSchema.Sure).Index;
        object?[][] rows = [.. Enumerable.Range(first, BatchRows).Select(row => Row(run, row))];
        var others = new Schema([.. fields.Where((_, i) => i != sure)], metadata: null);
        List<IArrowArray> columns = [.. RowBatch.Create(others, [.. rows.Select(row => row.Where((_, i) => i != sure).ToArray())]).Arrays];
        columns.Insert(sure, ArrowColumns.Booleans([.. rows.Select(row => (bool)row[sure]!)]));
        return new RecordBatch(PredictionsSchema.Schema, columns, BatchRows);
    }

    private static object?[] Row(string run, int row) =>
        [run, "model 0123456789abcdef", $"{row:x32}", $"train/class{row % 10}/{row}.jpg", "test", row % 10, $"class{row % 10}", row % 10, $"class{row % 10}", 0.5f, true, new float[10]];

    private static double Ratio(IEnumerable<double> ours, IEnumerable<double> peer) => ours.Zip(peer, (a, b) => a / b).Order().ElementAt(Runs / 2);
}
