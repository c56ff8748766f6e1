using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Datasets;
using FashionSpark.Datasets.Remote;
using FashionSpark.Pipeline;
using FashionSpark.Postgres;
using FashionSpark.S3;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using Npgsql;

namespace FashionSpark.Aws.Tests.Postgres;

/// <summary>A table that has labels, and the addresses of images in S3.</summary>
public sealed class PostgresS3KeyTests : IDisposable
{
    private readonly S3Server _s3;
    private readonly PostgresServer _postgres;
    private readonly TemporaryFolder _folder = new();

    public PostgresS3KeyTests(S3Server s3, PostgresServer postgres)
    {
        string? missing = S3Server.WhyMissing ?? PostgresServer.WhyMissing;
        Assert.SkipUnless(missing is null, missing ?? "");
        _s3 = s3;
        _postgres = postgres;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_AddressesOfImages_TheSamePixelsAsFromAFolder()
    {
        TestPictures.WriteCloth(_folder["photos"]);
        string bucket = await _s3.CreateBucketAsync();
        await _s3.PutFolderAsync(bucket, "p/", _folder["photos"]);
        string database = await LoadAsync(key => key.EndsWith("0.png", StringComparison.Ordinal) ? $"s3://{bucket}/p/{key}" : $"p/{key}");
        using var proxy = new AnsweringProxy(_s3.Port, _ => false, 0, "", "");

        PrepareResult table = await PrepareAsync(database, "table", bucket, proxy.Port);
        PrepareResult folder = await PrepareAsync(null, "folder", null, null);

        Assert.Equal((96, 96, 0), (table.Listed, table.Prepared, table.Quarantined));
        Assert.Equal(folder.ImagesPerSplit, table.ImagesPerSplit);
        Assert.Equal(await TableRows.ReadAsync(_folder["folder"], "source"), await TableRows.ReadAsync(_folder["table"], "source"));
        Assert.Equal(96, proxy.Passed);
        Assert.Empty(Directory.EnumerateFiles(SpoolFolder.DefaultRoot, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Prepare_AddressesOfNothing_AreNamedWithTheirReason()
    {
        TestPictures.WriteCloth(_folder["photos"]);
        string bucket = await _s3.CreateBucketAsync();
        await _s3.PutFolderAsync(bucket, "p/", _folder["photos"]);
        string database = await LoadAsync(key => $"s3://{bucket}/p/{key}");
        await ExecuteAsync(
            database,
            $"INSERT INTO images VALUES ('a', NULL, 'class0', 'train'), ('b', 's3://{bucket}', 'class0', 'train'), ('c', 'p/key', 'class0', 'train'), ('d', 's3://{bucket}/gone', 'class0', 'train')");

        PrepareResult result = await PrepareAsync(database, "table", bucket: null, _s3.Port);

        Assert.Equal((100, 96, 4), (result.Listed, result.Prepared, result.Quarantined));
        List<string> rows = await TableRows.ReadAsync(_folder["warehouse", ResultTables.Quarantine], "run_id", "recorded_at", "content_hash", "message", "stage");
        Assert.Equal(["reason=bad-address source=b", "reason=bad-address source=c", "reason=empty source=a", "reason=vanished source=d"], rows);
    }

    private async Task<PrepareResult> PrepareAsync(string? database, string data, string? bucket, int? port)
    {
        await using var engine = AwsEngines.Local(new FixedTime());
        var context = new PipelineContext
        {
            Engine = engine,
            Warehouse = _folder["warehouse"],
            RunId = data,
            Time = TimeProvider.System,
            Sources = new ImageSources(new PostgresImageKind(new S3ObjectStore())),
        };
        var options = new PrepareOptions { Source = _folder["photos"], Out = _folder[data], Size = 16 };
        if (database is not null)
        {
            options = options with
            {
                Source = _postgres.Address(database),
                Postgres = new PostgresOptions { Table = "images", Split = "part", S3Key = "place", S3Bucket = bucket },
                S3 = _s3.Options(port),
            };
        }

        return await PrepareStage.RunAsync(context, options, TestContext.Current.CancellationToken);
    }

    /// <summary>A table of the pictures of the folder.</summary>
    /// <param name="address">From a name in the folder to the address.</param>
    private async Task<string> LoadAsync(Func<string, string> address)
    {
        string database = await _postgres.CreateDatabaseAsync("CREATE TABLE images (id text PRIMARY KEY, place text, label text, part text)");
        await using NpgsqlDataSource source = _postgres.Connect(database);
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync("COPY images FROM STDIN (FORMAT binary)");
        foreach (string file in Directory.EnumerateFiles(_folder["photos"], "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(_folder["photos"], file);
            string[] parts = name.Split('/');
            await copy.WriteRowAsync(CancellationToken.None, name, address(name), parts[1], parts[0]);
        }

        await copy.CompleteAsync();
        return database;
    }

    private async Task ExecuteAsync(string database, string statement)
    {
        await using NpgsqlDataSource source = _postgres.Connect(database);
        await using NpgsqlCommand command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
