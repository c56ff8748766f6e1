using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>What only Spark has. What every engine does is in FashionSpark.Engines.Tests.</summary>
public sealed class EngineTests
{
    private readonly SparkConnectFleet _fleet;

    public EngineTests(SparkConnectFleet fleet) => _fleet = fleet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task RepartitionById_PartitionsAreTheBuckets(string version)
    {
        const int Partitions = 5;
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        Relation placed = await ((SparkDataset)engine.FromRows(SampleRows.Batch(200), 2).RepartitionById(Partitions, "id")).PlanAsync(Cancellation);
        Relation numbered = placed.Project([Expressions.Column("id"), Expressions.Sql("spark_partition_id()").As("partition")]);

        List<RecordBatch> batches = await engine.Client.CollectAsync(numbered, null, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(200, batches.Sum(batch => batch.Length));
        Assert.All(batches, batch =>
        {
            for (int row = 0; row < batch.Length; row++)
            {
                Assert.Equal(ImageId.Bucket(batch.Column<StringArray>("id").GetString(row), Partitions), batch.Column<Int32Array>("partition").GetValue(row));
            }
        });
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Delta_TableOfTheCatalog_IsFoundByName(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        IDataset rows = engine.FromRows(SampleRows.Batch(10), 1);
        string name = $"default.named_{version.Replace('.', '_')}";
        Assert.Null(await engine.DescribeDeltaAsync(name, null, Cancellation));

        var write = new DeltaWrite(name, "run:stage", 1) { Properties = new Dictionary<string, string> { ["classes"] = "10" } };
        await rows.WriteDeltaAsync(write, null, Cancellation);
        Assert.Equal(1, (await engine.DescribeDeltaAsync(name, null, Cancellation))!.Transactions["run:stage"]);
        await rows.WriteDeltaAsync(write, null, Cancellation);
        await rows.WriteDeltaAsync(new DeltaWrite(name, "run:stage", 2), null, Cancellation);

        DeltaTableInfo info = (await engine.DescribeDeltaAsync(name, null, Cancellation))!;
        Assert.Equal(20, (await engine.ReadDelta(new DeltaRead(name)).CollectAsync()).Sum(batch => batch.Length));
        Assert.Equal(2, info.Transactions["run:stage"]);
        Assert.Equal("10", info.Properties["classes"]);
        await Assert.ThrowsAsync<TableNotFoundException>(() => engine.DescribeDeltaAsync(name, 99, Cancellation));

        await rows.WriteDeltaAsync(new DeltaWrite(name, "all", 1, DeltaWriteMode.Overwrite), null, Cancellation);
        Assert.Equal(10, (await engine.ReadDelta(new DeltaRead(name)).CollectAsync()).Sum(batch => batch.Length));
        Assert.Equal(1, (await engine.DescribeDeltaAsync(name, null, Cancellation))!.Transactions["all"]);

        RowKeys keys = new("id", [.. new[] { SampleRows.Batch(10) }.Texts("id").Select(id => id!)]);
        await rows.WriteDeltaAsync(new DeltaWrite(name, "some", 1) { Replace = keys }, null, Cancellation);
        Assert.Equal(10, (await engine.ReadDelta(new DeltaRead(name)).CollectAsync()).Sum(batch => batch.Length));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Parallelism_IsTheClusters(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version), options => options with { Parallelism = null });

        Assert.Equal(2, engine.Parallelism);
    }
}
