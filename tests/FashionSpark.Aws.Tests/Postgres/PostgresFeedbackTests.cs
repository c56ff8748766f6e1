using Apache.Arrow;
using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Postgres;
using FashionSpark.S3;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;
using Npgsql;

namespace FashionSpark.Aws.Tests.Postgres;

/// <summary>Pictures that visitors of the page corrected, in PostgreSQL.</summary>
public sealed class PostgresFeedbackTests : IDisposable
{
    private static readonly DateTimeOffset Received = new(2026, 3, 4, 5, 6, 7, 123, TimeSpan.Zero);
    private readonly S3Server _s3;
    private readonly PostgresServer _server;
    private readonly TemporaryFolder _folder = new();

    public PostgresFeedbackTests(S3Server s3, PostgresServer server)
    {
        Assert.SkipUnless(PostgresServer.WhyMissing is null, PostgresServer.WhyMissing ?? "");
        _s3 = s3;
        _server = server;
        TestPictures.WriteCloth(_folder["photos"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_WithCorrections_TakesThemForTraining()
    {
        string database = await _server.CreateDatabaseAsync();
        IFeedbackWriter writer = await OpenAsync(_server.Address(database));
        await writer.WriteAsync(Rows(), TestContext.Current.CancellationToken);
        await writer.WriteAsync(Rows(("one", "class1", 900), ("two", "class2", 901), ("three", "hat", 902)), TestContext.Current.CancellationToken);

        JobResult result = await RunAsync(_folder["photos"], "data", _server.Address(database));

        Assert.Equal((99, 98, 1), (result.Prepare!.Listed, result.Prepare.Prepared, result.Prepare.Quarantined));
        Assert.Equal(
            ["label=1 source=one split=train", "label=2 source=two split=train"],
            (await TableRows.ReadAsync(_folder["data"], "image_id", "pixels", "width", "height", "channels")).Where(row => row.Contains("source=one ", StringComparison.Ordinal) || row.Contains("source=two ", StringComparison.Ordinal)));
        Assert.Equal(
            ["reason=unknown-class source=three"],
            await TableRows.ReadAsync(_folder["data-warehouse", ResultTables.Quarantine], "run_id", "recorded_at", "content_hash", "message", "stage"));
        Assert.All(await TableRows.ReadAsync(_folder["data-warehouse", ResultTables.Runs]), row => Assert.DoesNotContain(Uri.EscapeDataString(PostgresServer.Password), row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_TheSameRowsAgainOverACutConnection_EveryRowOnce()
    {
        string database = await _server.CreateDatabaseAsync();
        using var proxy = new CuttingProxy(_server.Port, bytesToServer: 20_000);
        IFeedbackWriter writer = await OpenAsync(_server.Address(database, proxy.Port));
        RecordBatch rows = Rows(("one", "class1", 900), ("two", "class2", 901));
        for (int i = 0; i < 6; i++)
        {
            await writer.WriteAsync(rows, TestContext.Current.CancellationToken);
        }

        await using NpgsqlDataSource source = _server.Connect(database);
        await using NpgsqlCommand command = source.CreateCommand("SELECT string_agg(concat_ws(' ', source, class, predicted, confidence, model, received_at AT TIME ZONE 'UTC', length(content)), ';' ORDER BY source) FROM fashionspark.feedback");
        int length = TestPictures.Png(900).Length;
        int other = TestPictures.Png(901).Length;
        Assert.Equal($"one class1 class0 0.5 m 2026-03-04 05:06:07.123 {length};two class2 class0 0.5 m 2026-03-04 05:06:07.123 {other}", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.True(proxy.Cuts > 0);
    }

    [Fact]
    public async Task Prepare_ImagesOfS3WithCorrections_HasBoth()
    {
        Assert.SkipUnless(S3Server.WhyMissing is null, S3Server.WhyMissing ?? "");
        string bucket = await _s3.CreateBucketAsync();
        await _s3.PutFolderAsync(bucket, "", _folder["photos"]);
        string database = await _server.CreateDatabaseAsync();
        IFeedbackWriter writer = await OpenAsync(_server.Address(database));
        await writer.WriteAsync(Rows(("one", "class1", 900)), TestContext.Current.CancellationToken);

        JobResult result = await RunAsync($"s3://{bucket}", "data", _server.Address(database));

        Assert.Equal((97, 97), (result.Prepare!.Listed, result.Prepare.Prepared));
    }

    [Fact]
    public async Task Prepare_NoSuchTable_SaysWhatMakesIt()
    {
        string database = await _server.CreateDatabaseAsync();

        var error = await Assert.ThrowsAsync<TableNotFoundException>(() => RunAsync(_folder["photos"], "data", _server.Address(database)));

        Assert.StartsWith($"There is no feedback table in 'postgres://{PostgresServer.User}@localhost:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(PostgresServer.Password), error.Message, StringComparison.Ordinal);
    }

    private static Task<IFeedbackWriter> OpenAsync(string name) => new PostgresFeedbackKind().OpenAsync(name, TimeProvider.System, TestContext.Current.CancellationToken);

    private static RecordBatch Rows(params (string Source, string Class, int Seed)[] rows) => RowBatch.Create(
        FeedbackSchema.Schema,
        [.. rows.Select(row => (object?[])[row.Source, ImageId.Compute(TestPictures.Png(row.Seed)), row.Class, TestPictures.Png(row.Seed), "class0", 0.5f, "m", Received])]);

    private async Task<JobResult> RunAsync(string source, string data, string feedback)
    {
        await using var engine = AwsEngines.Local(new FixedTime());
        var job = new JobOptions
        {
            Job = data,
            Warehouse = _folder[$"{data}-warehouse"],
            Prepare = new PrepareOptions { Source = source, S3 = source.StartsWith("s3:", StringComparison.Ordinal) ? _s3.Options() : null, Feedback = feedback, Out = _folder[data], Size = 16 },
        };
        return await new JobRunner([], new ImageSources(new S3ImageKind()) { Feedback = new FeedbackKinds(new PostgresFeedbackKind()) })
            .RunAsync(job, engine, NoProgress.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
