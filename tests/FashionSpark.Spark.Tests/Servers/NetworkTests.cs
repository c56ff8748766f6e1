using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Testing;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>What networks and doormen do to a session.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly SparkConnectFleet _fleet;
    private readonly TemporaryFolder _folder = new();

    public NetworkTests(SparkConnectFleet fleet) => _fleet = fleet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3.5", 15)]
    [InlineData("4.1", 10_000)]
    public async Task ConnectionCutEvery100Kilobytes_NoRowIsLostOrRepeated(string version, int batchRows)
    {
        // 3.5 sends batches whole, so they must be smaller than what the proxy lets through; 4.1 sends pieces.
        using var proxy = new CuttingProxy(SparkServer.Get(_fleet, version).Port, bytesPerConnection: 100_000);
        await using SparkConnectClient client = Client(proxy.Address);
        await client.SetConfigAsync(new Dictionary<string, string> { ["spark.sql.execution.arrow.maxRecordsPerBatch"] = $"{batchRows}" }, Cancellation);

        List<long> ids = [];
        await foreach (RecordBatch batch in client.SqlAsync("SELECT id, repeat(CAST(id AS STRING), 250) AS text FROM range(0, 3000, 1, 3)", Cancellation))
        {
            for (int row = 0; row < batch.Length; row++)
            {
                long id = batch.Column<Int64Array>("id").GetValue(row)!.Value;
                Assert.StartsWith($"{id}{id}", batch.Column<StringArray>("text").GetString(row), StringComparison.Ordinal);
                ids.Add(id);
            }
        }

        Assert.Equal(Enumerable.Range(0, 3000).Select(id => (long)id), ids);
        Assert.True(proxy.Cuts > 10, $"{proxy.Cuts} cuts");
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task UnixSocket(string version)
    {
        using var proxy = new CuttingProxy(SparkServer.Get(_fleet, version).Port, socketPath: _folder["grpc.sock"]);
        string session = Guid.NewGuid().ToString();
        await using SparkConnectClient client = Client($"{proxy.Address};user_id=me;session_id={session}");

        Assert.StartsWith(version, await client.VersionAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(session, client.SessionId);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task ServerGoesAwayInMidJob_SaysSo(string version)
    {
        using var server = new SparkConnectServer(SparkServer.Home(version), new SparkConnectServerOptions());
        await using SparkConnectClient client = Client(server.Address, RetryPolicy.FirstCall);

        // The first partition answers at once, the second sleeps: a first batch here means the job is under way.
        await using IAsyncEnumerator<RecordBatch> job = client
            .SqlAsync("SELECT reflect('java.lang.Thread', 'sleep', CAST(id * 60000 AS BIGINT)) FROM range(0, 2, 1, 2)", Cancellation)
            .GetAsyncEnumerator(Cancellation);
        Assert.True(await job.MoveNextAsync());
        server.Dispose();

        SparkException error = await Assert.ThrowsAsync<SparkException>(async () =>
        {
            while (await job.MoveNextAsync())
            {
            }
        });

        Assert.Contains("cannot be reached, or went away", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_RightWrongAndNone()
    {
        if (SparkFleet.WhyMissing("4.1") is string why)
        {
            Assert.Skip(why);
        }

        // Spark 3.5 knows no token of its own.
        SparkConnectServer server = _fleet.Get("4.1", "token", () => new SparkConnectServerOptions
        {
            Environment = new Dictionary<string, string> { ["SPARK_CONNECT_AUTHENTICATE_TOKEN"] = "open sesame" },
        });

        await using (SparkConnectClient right = Client($"{server.Address}/;token=open%20sesame"))
        {
            Assert.StartsWith("4.1", await right.VersionAsync(Cancellation), StringComparison.Ordinal);
        }

        foreach (string address in new[] { $"{server.Address}/;token=wrong", server.Address })
        {
            await using SparkConnectClient client = Client(address);
            SparkException error = await Assert.ThrowsAsync<SparkException>(() => client.VersionAsync(Cancellation));
            Assert.Contains("does not accept the token, or wants one", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong", error.ToString().Replace("wrong token", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    private static SparkConnectClient Client(string address, RetryPolicy? patience = null) =>
        SparkConnectClient.Create(SparkConnectionString.Parse(address), TimeProvider.System, seed: 1, patience);
}
