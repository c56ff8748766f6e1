using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Engines;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Partition functions on the executors of a standalone cluster, through both doors.</summary>
public sealed class DoorTests
{
    private readonly SparkConnectFleet _fleet;

    public DoorTests(SparkConnectFleet fleet) => _fleet = fleet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SparkServer.Doors), MemberType = typeof(SparkServer))]
    public async Task Auto_FindsTheDoor_AndRowsComeBack(string version, SparkDoor door)
    {
        await using SparkEngine engine = await EngineAsync(version, door);
        Schema schema = new([new Field("id", StringType.Default, nullable: false), new Field("bytes", BinaryType.Default, nullable: true)], metadata: null);
        RecordBatch rows = RowBatch.Create(schema, [.. Enumerable.Range(0, 400).Select(i => (object?[])[ImageId.Compute(BitConverter.GetBytes(i)), i % 3 == 0 ? null : new byte[i]])]);
        PartitionFunctionSpec identity = PartitionFunctionSpec.Create(IdentityFunction.Name, new IdentityOptions());

        List<RecordBatch> batches = await engine.FromRows(rows, 3).MapPartitions(identity).MapPartitions(identity).CollectAsync();
        List<RecordBatch> placed = await engine.FromRows(rows, 2).MapPartitions(identity).RepartitionById(3, "id").MapPartitions(identity).CollectAsync();

        Assert.Equal(door, (await engine.OpenDoorAsync(Cancellation)).Door);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => ImageId.Compute(BitConverter.GetBytes(i))), batches.Texts("id"));
        Assert.All(batches, batch => Assert.InRange(batch.Length, 1, engine.Options.MaxRecordsPerBatch));
        Assert.Equal(batches.Texts("id").Order(), placed.Texts("id").Order());

        // Batches of one partition follow each other, so buckets only rise.
        int[] buckets = [.. placed.Texts("id").Select(id => ImageId.Bucket(id, 3))];
        Assert.Equal(buckets.Order(), buckets);
    }

    [Theory]
    [MemberData(nameof(SparkServer.Doors), MemberType = typeof(SparkServer))]
    public async Task EmptyPartitions_AndOneRow(string version, SparkDoor door)
    {
        await using SparkEngine engine = await EngineAsync(version, door);
        Schema schema = new([new Field("id", StringType.Default, nullable: false)], metadata: null);
        PartitionFunctionSpec identity = PartitionFunctionSpec.Create(IdentityFunction.Name, new IdentityOptions());
        RecordBatch one = RowBatch.Create(schema, [["only"]]);

        Assert.Equal(["only"], (await engine.FromRows(one, 3).MapPartitions(identity).CollectAsync()).Texts("id"));
        Assert.Empty(await engine.FromRows(one.Slice(0, 0), 1).MapPartitions(identity).CollectAsync());
    }

    [Theory]
    [MemberData(nameof(SparkServer.Doors), MemberType = typeof(SparkServer))]
    public async Task FunctionThrows_ItsDotnetMessageComesFirst(string version, SparkDoor door)
    {
        await using SparkEngine engine = await EngineAsync(version, door);
        Schema schema = new([new Field("n", Int32Type.Default, nullable: false)], metadata: null);
        IDataset rows = engine.FromRows(RowBatch.Create(schema, [[1]]), 1);

        IDataset unknown = rows.MapPartitions(PartitionFunctionSpec.Create(SparkServer.DriverOnly, new IdentityOptions()));
        SparkException error = await Assert.ThrowsAsync<SparkException>(() => unknown.CollectAsync());

        Assert.Contains($"Partition function '{SparkServer.DriverOnly}' is not known here", error.RemoteError, StringComparison.Ordinal);
        Assert.InRange(error.Message.IndexOf(SparkServer.DriverOnly, StringComparison.Ordinal), 0, 200);
    }

    [Theory]
    [MemberData(nameof(SparkServer.Doors), MemberType = typeof(SparkServer))]
    public async Task FunctionThrows_StackIsThere_AndNoSettingOfSparkIsInTheLogs(string version, SparkDoor door)
    {
        await using SparkEngine engine = await EngineAsync(version, door);

        SparkException error = await Assert.ThrowsAsync<SparkException>(() => engine.FromRows(TestFunctions.Rows(10), 1).MapPartitions(TestFunctions.Spec("fail")).CollectAsync());

        Assert.StartsWith("System.InvalidOperationException: no 7s here", error.Message, StringComparison.Ordinal);
        Assert.Contains("   at FashionSpark.Testing.Engines.TestFunctions.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(SparkServer.Secret, error.ToString(), StringComparison.Ordinal);

        // What a worker logs goes to the executor's file; Spark itself may print settings there when it starts.
        IEnumerable<string> lines = _fleet.GetCluster(version).ExecutorLogs().Split('\n').Where(line => line.Contains("fashionspark", StringComparison.OrdinalIgnoreCase) && !line.Contains("Launch command", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(SparkServer.Secret, StringComparison.Ordinal));
    }

    private Task<SparkEngine> EngineAsync(string version, SparkDoor door) =>
        SparkServer.EngineAsync(SparkServer.Get(_fleet, version, door), options => options with { WorkerPath = SparkServer.Worker });
}
