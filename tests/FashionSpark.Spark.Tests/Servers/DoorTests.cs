using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>Partition functions on the executors of a standalone cluster, through both doors.</summary>
public sealed class DoorTests
{
    private readonly SparkConnectFleet _fleet;

    public DoorTests(SparkConnectFleet fleet) => _fleet = fleet;

    public static TheoryData<string, SparkDoor> Doors => new()
    {
        { "3.5", SparkDoor.Direct },
        { "3.5", SparkDoor.Bridge },
        { "4.1", SparkDoor.Direct },
        { "4.1", SparkDoor.Bridge },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Worker => Path.Combine(AppContext.BaseDirectory, "fashionspark-worker");

    [Theory]
    [MemberData(nameof(Doors))]
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
    [MemberData(nameof(Doors))]
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
    [MemberData(nameof(Doors))]
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

    private Task<SparkEngine> EngineAsync(string version, SparkDoor door)
    {
        if (SparkFleet.WhyMissing(version) is string why)
        {
            Assert.Skip(why);
        }

        Assert.SkipWhen(door == SparkDoor.Bridge && PythonHome.Path is null, $"No Python with pyarrow ({PythonHome.Variable} is not set; run ./test).");
        SparkConnectServer server = _fleet.Get(version, $"{door}", () => new SparkConnectServerOptions
        {
            Master = _fleet.GetCluster(version).Address,
            Python = door == SparkDoor.Direct ? Worker : PythonHome.Executable,
            Settings = new Dictionary<string, string>
            {
                ["spark.cores.max"] = "2",
                ["spark.executorEnv.PYTHONPATH"] = PythonHome.Path ?? "",
            },
        });
        return SparkServer.EngineAsync(server, options => options with { WorkerPath = Worker });
    }
}
