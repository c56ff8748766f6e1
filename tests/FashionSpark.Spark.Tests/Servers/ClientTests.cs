using System.Diagnostics;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

public sealed class ClientTests
{
    private readonly SparkConnectFleet _fleet;

    public ClientTests(SparkConnectFleet fleet) => _fleet = fleet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task VersionAndSettings(string version)
    {
        await using SparkConnectClient client = SparkServer.Client(SparkServer.Get(_fleet, version));

        Assert.StartsWith(version, await client.VersionAsync(Cancellation), StringComparison.Ordinal);
        Assert.Null(await client.GetConfigAsync("spark.fashionspark.test", Cancellation));
        await client.SetConfigAsync(new Dictionary<string, string> { ["spark.fashionspark.test"] = "ü;=" }, Cancellation);
        Assert.Equal("ü;=", await client.GetConfigAsync("spark.fashionspark.test", Cancellation));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Sql_QueryAndCommand(string version)
    {
        await using SparkConnectClient client = SparkServer.Client(SparkServer.Get(_fleet, version));

        List<RecordBatch> rows = await client.SqlAsync("SELECT id, CAST(id AS STRING) AS text FROM range(5) ORDER BY id", Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["0", "1", "2", "3", "4"], rows.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => batch.Column<StringArray>("text").GetString(row))));

        await client.SqlAsync("CREATE OR REPLACE TEMPORARY VIEW three AS SELECT 3 AS n", Cancellation).ToListAsync(Cancellation);
        RecordBatch shown = Assert.Single(await client.SqlAsync("SELECT n FROM three", Cancellation).ToListAsync(Cancellation));
        Assert.Equal(3, shown.Column<Int32Array>("n").GetValue(0));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task LongJob_StreamEndsEveryThreeSeconds_NoRowIsLostOrRepeated(string version)
    {
        await using SparkConnectClient client = SparkServer.Client(SparkServer.Get(_fleet, version));
        long started = Stopwatch.GetTimestamp();

        // Eight partitions of a second each on two cores, and rows that fill several messages.
        const string Slow = "SELECT id, reflect('java.lang.Thread', 'sleep', CAST(if(id % 1000 = 0, 1000, 0) AS BIGINT)) AS nap, repeat('x', 1000) AS text FROM range(0, 8000, 1, 8)";
        List<long> ids = [];
        await foreach (RecordBatch batch in client.SqlAsync(Slow, Cancellation))
        {
            ids.AddRange(Enumerable.Range(0, batch.Length).Select(row => batch.Column<Int64Array>("id").GetValue(row)!.Value));
        }

        Assert.Equal(Enumerable.Range(0, 8000).Select(id => (long)id), ids);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(3.5), "The job was too short to be cut.");
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Error_KeepsClassMessageAndStack(string version)
    {
        await using SparkConnectClient client = SparkServer.Client(SparkServer.Get(_fleet, version));

        SparkException error = await Assert.ThrowsAsync<SparkException>(async () => await client.SqlAsync("SELECT * FROM no_such_table", Cancellation).ToListAsync(Cancellation));

        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", error.ErrorClass);
        Assert.Contains("no_such_table", error.Message, StringComparison.Ordinal);
        Assert.True(error.Is("AnalysisException"));
        Assert.Null(error.RemoteError);
        if (version != "3.5")
        {
            Assert.Equal("42P01", error.SqlState);
            Assert.Contains("\tat org.apache.spark", error.ServerStack, StringComparison.Ordinal);
            Assert.Equal("`no_such_table`", error.MessageParameters["relationName"]);
        }
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Cancel_InterruptsTheOperation(string version)
    {
        await using SparkConnectClient client = SparkServer.Client(SparkServer.Get(_fleet, version));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(TimeSpan.FromSeconds(2));
        long started = Stopwatch.GetTimestamp();

        const string Endless = "SELECT reflect('java.lang.Thread', 'sleep', CAST(id * 0 + 500 AS BIGINT)) FROM range(0, 10000, 1, 2)";
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.SqlAsync(Endless, stop.Token).ToListAsync(stop.Token));

        // Both cores are free again soon: the job was stopped, not left to itself.
        await client.SqlAsync("SELECT sum(id) FROM range(0, 1000, 1, 4)", Cancellation).ToListAsync(Cancellation);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "The interrupted job went on.");
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Artifacts_SmallAndLarge(string version)
    {
        await using SparkConnectClient client = SparkServer.Client(SparkServer.Get(_fleet, version));
        await client.VersionAsync(Cancellation);

        await client.AddArtifactAsync("pyfiles/small.py", () => new MemoryStream("x = 1\n"u8.ToArray()), Cancellation);
        await client.AddArtifactAsync("files/large.bin", () => new MemoryStream(new byte[(ArtifactRequests.ChunkBytes * 3) + 17]), Cancellation);
        await client.AddArtifactAsync("files/empty.bin", () => new MemoryStream(), Cancellation);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Murmur3_IsTheServersHash(string version)
    {
        await using SparkConnectClient client = SparkServer.Client(SparkServer.Get(_fleet, version));

        List<RecordBatch> rows = await client.SqlAsync("SELECT CAST((id - 500) * 4294967 AS INT) AS n, hash(CAST((id - 500) * 4294967 AS INT)) AS hash FROM range(1000)", Cancellation).ToListAsync(Cancellation);

        Assert.Equal(1000, rows.Sum(batch => batch.Length));
        Assert.All(rows, batch => Assert.All(
            Enumerable.Range(0, batch.Length),
            row => Assert.Equal(batch.Column<Int32Array>("hash").GetValue(row), Plans.Murmur3.HashInt(batch.Column<Int32Array>("n").GetValue(row)!.Value))));
    }

    [Fact]
    public async Task NoServer_SaysWhereAndWhatToDo()
    {
        await using SparkConnectClient client = SparkConnectClient.Create(SparkConnectionString.Parse("sc://127.0.0.1:1"), TimeProvider.System, seed: 1);

        SparkException error = await Assert.ThrowsAsync<SparkException>(() => client.VersionAsync(Cancellation));

        Assert.StartsWith("The Spark Connect server at sc://127.0.0.1:1 cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Equal("Unavailable", error.RpcStatus);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task LargeRows_ArriveWhole(string version)
    {
        await using SparkConnectClient client = SparkServer.Client(SparkServer.Get(_fleet, version));

        List<RecordBatch> rows = await client.SqlAsync("SELECT id, repeat('y', 20000000) AS text FROM range(0, 2, 1, 2)", Cancellation).ToListAsync(Cancellation);

        Assert.Equal(2, rows.Sum(batch => batch.Length));
        Assert.All(rows, batch => Assert.Equal(20_000_000, batch.Column<StringArray>("text").GetString(0).Length));
    }
}
