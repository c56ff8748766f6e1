using System.Globalization;
using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;
using FashionSpark.Postgres;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;
using Npgsql;

namespace FashionSpark.Aws.Tests.Postgres;

public sealed class PostgresSinkTests : IDisposable
{
    private readonly PostgresServer _server;
    private readonly TemporaryFolder _folder = new();

    public PostgresSinkTests(PostgresServer server)
    {
        Assert.SkipUnless(PostgresServer.WhyMissing is null, PostgresServer.WhyMissing ?? "");
        _server = server;
        SinkSample.Write(_folder);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_AJobWithASink_TheTablesHoldWhatTheRunLeft()
    {
        string database = await _server.CreateDatabaseAsync();

        JobResult result = await RunAsync(_server.Address(database), images: true);

        foreach ((string table, long rows) in result.Publish!.Rows)
        {
            Assert.Equal((table, rows), (table, await CountAsync(database, table)));
        }

        Assert.Equal((40, 16, 1), (result.Publish.Rows["images"], result.Publish.Rows["predictions"], result.Publish.Rows["quarantine"]));
        Assert.DoesNotContain(Uri.EscapeDataString(PostgresServer.Password), result.Publish.Sink, StringComparison.Ordinal);
        List<string> pixels = await TableRows.ReadAsync(_folder["data"]);
        Assert.Equal(
            pixels.Select(row => row[row.IndexOf("pixels=", StringComparison.Ordinal)..row.IndexOf(" source=", StringComparison.Ordinal)].ToLowerInvariant()).Order(StringComparer.Ordinal),
            await TextsAsync(database, "SELECT 'pixels=' || encode(pixels, 'hex') COLLATE \"C\" FROM fashionspark.images ORDER BY 1"));
        Assert.Equal(["class0 8", "class1 8"], await TextsAsync(database, "SELECT actual || ' ' || count(*) FROM fashionspark.predictions GROUP BY actual ORDER BY 1"));
        Assert.Equal(["16"], await TextsAsync(database, "SELECT count(*)::text FROM fashionspark.predictions p JOIN fashionspark.images i USING (image_id) WHERE p.actual = i.class AND abs((SELECT sum(x) FROM unnest(probabilities) x) - 1) < 0.001"));
        Assert.Equal(["unknown-format"], await TextsAsync(database, "SELECT reason FROM fashionspark.quarantine"));
        double accuracy = result.Evaluate!.Splits.Single(split => split.Split == Split.Test).Accuracy.Value;
        Assert.Equal([accuracy.ToString("R", CultureInfo.InvariantCulture)], await TextsAsync(database, "SELECT value::text FROM fashionspark.metrics WHERE metric = 'accuracy' AND split = 'test'"));
    }

    [Fact]
    public async Task Run_TheSameAgain_NothingIsThereTwice_AndWhatIsGoneLeaves()
    {
        string database = await _server.CreateDatabaseAsync();
        JobResult first = await RunAsync(_server.Address(database), images: true);
        await PublishAsync(database, first);
        long metrics = await CountAsync(database, "metrics");
        await PublishAsync(database, first);

        Assert.Equal((40, 16, 1, metrics), (await CountAsync(database, "images"), await CountAsync(database, "predictions"), await CountAsync(database, "quarantine"), await CountAsync(database, "metrics")));
        File.Delete(_folder["photos", "train", "class0", "0.png"]);
        await RunAsync(_server.Address(database), images: true);

        Assert.Equal((39, 32), (await CountAsync(database, "images"), await CountAsync(database, "predictions")));
    }

    [Fact]
    public async Task Run_TheConnectionCutInMidCopy_EveryRowOnce()
    {
        string database = await _server.CreateDatabaseAsync();

        // Some 70 KB go to the server, 40 of them as pixels, in batches of at most 10.
        using var proxy = new CuttingProxy(_server.Port, bytesToServer: 20_000);

        JobResult result = await RunAsync(_server.Address(database, proxy.Port), images: true);

        Assert.Equal((40, 16), (await CountAsync(database, "images"), await CountAsync(database, "predictions")));
        Assert.Equal(40, result.Publish!.Rows["images"]);
        Assert.True(proxy.Cuts > 0);
    }

    [Fact]
    public async Task Run_TablesOfAnotherVersion_AreNotTouched()
    {
        string database = await _server.CreateDatabaseAsync("CREATE SCHEMA fashionspark", "CREATE TABLE fashionspark.schema_version (version int, created_at timestamptz)", "INSERT INTO fashionspark.schema_version VALUES (2)");

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(_server.Address(database)));

        Assert.Contains("are of version 2; this command writes version 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(["schema_version"], await TextsAsync(database, "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'fashionspark'"));
    }

    [Fact]
    public async Task Run_NoPermission_SaysWhichItTakes_AndGoesOnOnceItIsGranted()
    {
        string database = await _server.CreateDatabaseAsync("CREATE ROLE writer LOGIN PASSWORD 'w'");
        string sink = _server.Address(database).Replace($"{PostgresServer.User}:{Uri.EscapeDataString(PostgresServer.Password)}", "writer:w", StringComparison.Ordinal);

        var error = await Assert.ThrowsAsync<RemoteStoreException>(() => RunAsync(sink));
        await using (NpgsqlDataSource source = _server.Connect(database))
        await using (NpgsqlCommand grant = source.CreateCommand($"GRANT CREATE ON DATABASE {database} TO writer"))
        {
            await grant.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        JobResult result = await RunAsync(sink);

        Assert.Contains("it takes CREATE on the database", error.Message, StringComparison.Ordinal);
        Assert.Equal(16, result.Publish!.Rows["predictions"]);
        Assert.Equal(16, await CountAsync(database, "predictions"));
    }

    [Fact]
    public async Task Run_NoSuchSink_DoesNotRepeatIt()
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync("mysql://u:hidden@h/d"));

        Assert.Equal("There is no such sink; known are postgres://USER@HOST/DATABASE.", error.Message);
    }

    private Task<JobResult> RunAsync(string sink, bool images = false) =>
        SinkSample.RunAsync(_folder, new PostgresSinkKind(), new SinkOptions { To = sink, Images = images });

    private Task<PublishResult> PublishAsync(string database, JobResult result) =>
        SinkSample.PublishAsync(_folder, new PostgresSinkKind(), new SinkOptions { To = _server.Address(database), Images = true }, result);

    private async Task<long> CountAsync(string database, string table) =>
        long.Parse((await TextsAsync(database, $"SELECT count(*)::text FROM fashionspark.{table}")).Single(), CultureInfo.InvariantCulture);

    private async Task<List<string>> TextsAsync(string database, string sql)
    {
        await using NpgsqlDataSource source = _server.Connect(database);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
