using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;
using FashionSpark.Postgres;
using FashionSpark.S3;
using FashionSpark.Spark;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;
using Npgsql;

namespace FashionSpark.Aws.Tests;

/// <summary>Sources and sinks on the executors of a real Spark, which take credentials from their own environment.</summary>
public sealed class SparkJobTests : IDisposable
{
    private readonly S3Server _s3;
    private readonly PostgresServer _postgres;
    private readonly TemporaryFolder _folder = new();
    private readonly SparkConnectFleet _fleet = new();

    public SparkJobTests(S3Server s3, PostgresServer postgres)
    {
        string? missing = S3Server.WhyMissing ?? PostgresServer.WhyMissing;
        Assert.SkipUnless(missing is null, missing ?? "");
        _s3 = s3;
        _postgres = postgres;
    }

    public void Dispose()
    {
        _fleet.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("3.5", SparkDoor.Bridge)]
    [InlineData("4.1", SparkDoor.Direct)]
    public async Task Run_OnSpark_TheSameRowsAsOnOneMachine(string version, SparkDoor door)
    {
        string? missing = AwsEngines.WhyMissing(version, door);
        Assert.SkipUnless(missing is null, missing ?? "");
        SinkSample.Write(_folder);
        string bucket = await _s3.CreateBucketAsync();
        await _s3.PutFolderAsync(bucket, "p/", _folder["photos"]);
        string database = await LoadAsync();
        var s3 = new PrepareOptions { Source = $"s3://{bucket}/p", S3 = _s3.Options(), Out = "", Size = 16 };
        PrepareOptions table = s3 with { Source = _postgres.Address(database), S3 = null, Postgres = new PostgresOptions { Table = "images", Split = "part" } };
        await using SparkEngine spark = await ConnectAsync(version, door);
        await using LocalEngine local = AwsEngines.Local();

        JobResult one = await RunAsync(spark, "spark-s3", s3, _postgres.Address(database));
        JobResult two = await RunAsync(spark, "spark-table", table, $"s3://{bucket}/results");
        await RunAsync(local, "local-s3", s3);
        await RunAsync(local, "local-table", table);

        Assert.Equal((40, 1), (one.Prepare!.Prepared, one.Prepare.Quarantined));
        Assert.Equal(await TableRows.ReadAsync(_folder["local-s3"]), await TableRows.ReadAsync(_folder["spark-s3"]));
        Assert.Equal(await TableRows.ReadAsync(_folder["local-table"]), await TableRows.ReadAsync(_folder["spark-table"]));
        Assert.Equal((40, 16, 1), (one.Publish!.Rows["images"], one.Publish.Rows["predictions"], one.Publish.Rows["quarantine"]));
        Assert.Equal((40, 16), (two.Publish!.Rows["images"], two.Publish.Rows["predictions"]));
        await using NpgsqlDataSource source = _postgres.Connect(database);
        await using NpgsqlCommand count = source.CreateCommand("SELECT (SELECT count(*) FROM fashionspark.images) + (SELECT count(*) FROM fashionspark.predictions)");
        Assert.Equal(56L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private Task<SparkEngine> ConnectAsync(string version, SparkDoor door)
    {
        SparkConnectServer server = _fleet.Get(version, "aws", () => new SparkConnectServerOptions
        {
            Python = AwsEngines.ExecutableOf(door),
            Environment = new Dictionary<string, string> { ["PGPASSWORD"] = PostgresServer.Password, ["PYTHONPATH"] = PythonHome.Path ?? "" },
        });
        return AwsEngines.ConnectAsync(server, door);
    }

    private Task<JobResult> RunAsync(IEngine engine, string data, PrepareOptions prepare, string? sink = null)
    {
        var job = new JobOptions
        {
            Job = data,
            Warehouse = _folder[$"{data}-warehouse"],
            Prepare = prepare with { Out = _folder[data] },
            Score = new ScoreOptions { Data = _folder[data], Model = _folder["model.onnx"] },
            Sink = sink is null ? null : new SinkOptions { To = sink, Images = true, S3 = sink.StartsWith("s3:", StringComparison.Ordinal) ? _s3.Options() : null },
        };
        return new JobRunner([], new ImageSources(new S3ImageKind(), new PostgresImageKind()), new SinkKinds(new S3SinkKind(), new PostgresSinkKind()))
            .RunAsync(job, engine, NoProgress.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private async Task<string> LoadAsync()
    {
        string database = await _postgres.CreateDatabaseAsync("CREATE TABLE images (id text PRIMARY KEY, image bytea, label text, part text)");
        await using NpgsqlDataSource source = _postgres.Connect(database);
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync("COPY images FROM STDIN (FORMAT binary)");
        foreach (string file in Directory.EnumerateFiles(_folder["photos"], "*", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(_folder["photos"], file).Split('/');
            await copy.WriteRowAsync(CancellationToken.None, string.Join('/', parts), await File.ReadAllBytesAsync(file), parts[1], parts[0]);
        }

        await copy.CompleteAsync();
        return database;
    }
}
