using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;
using FashionSpark.Tables;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>What needs no worker: reading, writing, placing rows.</summary>
public sealed class EngineTests : IDisposable
{
    private static readonly Schema AllTypes = new(
        [
            new Field("id", StringType.Default, nullable: false),
            new Field("number", Int32Type.Default, nullable: true),
            new Field("large", Int64Type.Default, nullable: true),
            new Field("value", DoubleType.Default, nullable: true),
            new Field("weight", FloatType.Default, nullable: true),
            new Field("bytes", BinaryType.Default, nullable: true),
            new Field("time", new TimestampType(TimeUnit.Microsecond, "UTC"), nullable: true),
            new Field("probabilities", new ListType(new Field("element", FloatType.Default, nullable: true)), nullable: true),
        ],
        metadata: null);

    private readonly SparkConnectFleet _fleet;
    private readonly TemporaryFolder _folder = new();

    public EngineTests(SparkConnectFleet fleet) => _fleet = fleet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Table => _folder["table [1]"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3.5", 1)]
    [InlineData("3.5", 3)]
    [InlineData("4.1", 1)]
    [InlineData("4.1", 3)]
    public async Task FromRows_EveryTypeComesBackInOrder(string version, int partitions)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        List<object?[]> rows = Rows(50);

        IDataset dataset = engine.FromRows(RowBatch.Create(AllTypes, rows), partitions);
        List<RecordBatch> batches = await dataset.CollectAsync();

        Assert.Equal(rows.Select(Text), batches.SelectMany(Texts));
        Assert.Equal(AllTypes.FieldsList.Select(field => field.Name), batches[0].Schema.FieldsList.Select(field => field.Name));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task RepartitionById_PartitionsAreTheBuckets(string version)
    {
        const int Partitions = 5;
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        RecordBatch rows = RowBatch.Create(AllTypes, Rows(200));
        Relation placed = await ((SparkDataset)engine.FromRows(rows, 2).RepartitionById(Partitions, "id")).PlanAsync(Cancellation);
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
    public async Task Delta_WriteTwice_CountsOnce(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        IDataset rows = engine.FromRows(RowBatch.Create(AllTypes, Rows(10)), 2);
        Assert.Null(await engine.DescribeDeltaAsync(Table, null, Cancellation));

        var write = new DeltaWrite(Table, "run:stage", 1) { Properties = new Dictionary<string, string> { ["classes"] = "it's \\ 10" } };
        long first = await rows.WriteDeltaAsync(write, null, Cancellation);
        long other = await rows.WriteDeltaAsync(new DeltaWrite(Table, "other", 3), null, Cancellation);
        long again = await rows.WriteDeltaAsync(write, null, Cancellation);

        DeltaTableInfo info = (await engine.DescribeDeltaAsync(Table, null, Cancellation))!;
        Assert.Equal(other, info.Version);
        Assert.Equal(2, other);
        Assert.True(first <= 1 && again <= first, $"first {first}, again {again}");
        Assert.Equal("it's \\ 10", info.Properties["classes"]);
        Assert.Equal(new Dictionary<string, long> { ["run:stage"] = 1, ["other"] = 3 }, info.Transactions);
        Assert.Equal(20, (await engine.ReadDelta(new DeltaRead(Table)).CollectAsync()).Sum(batch => batch.Length));
        Assert.Equal(10, (await engine.ReadDelta(new DeltaRead(Table, 0)).CollectAsync()).Sum(batch => batch.Length));
        Assert.Equal(AllTypes.FieldsList.Select(field => (field.Name, field.DataType.TypeId)), info.Schema.FieldsList.Select(field => (field.Name, field.DataType.TypeId)));

        // Our own reader sees the same table.
        DeltaTableInfo ours = DeltaTable.Open(Table).Describe();
        Assert.Equal((ours.Version, ours.Properties["classes"]), (info.Version, info.Properties["classes"]));
        Assert.Equal(ours.Transactions, info.Transactions);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Delta_PartitionsOverwriteAndOldVersions(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        Schema schema = new([new Field("id", Int32Type.Default, nullable: false), new Field("split", StringType.Default, nullable: true)], metadata: null);
        IDataset Of(params (int, string)[] rows) => engine.FromRows(RowBatch.Create(schema, [.. rows.Select(row => (object?[])[row.Item1, row.Item2])]), 1);

        long first = await Of((1, "train"), (2, "it's"), (3, "test")).WriteDeltaAsync(new DeltaWrite(Table, "a", 1) { PartitionBy = ["split"] }, null, Cancellation);
        long second = await Of((4, "train")).WriteDeltaAsync(new DeltaWrite(Table, "a", 2, DeltaWriteMode.Overwrite) { PartitionBy = ["split"] }, null, Cancellation);

        Assert.Equal((0, 1), (first, second));
        Assert.Equal(["split"], (await engine.DescribeDeltaAsync(Table, 0, Cancellation))!.PartitionColumns);
        Assert.Equal([4], Ids(await engine.ReadDelta(new DeltaRead(Table)).CollectAsync()));
        Assert.Equal([1, 2], Ids(await engine.ReadDelta(new DeltaRead(Table, 0, ["id"], new PartitionFilter("split", ["train", "it's"]))).CollectAsync()));
        await Assert.ThrowsAsync<TableNotFoundException>(() => engine.DescribeDeltaAsync(Table, 7, Cancellation));
        Assert.Throws<TableNotFoundException>(() => engine.ReadDelta(new DeltaRead(Table, 7)));
        Assert.Throws<TableNotFoundException>(() => engine.ReadDelta(new DeltaRead(_folder["none"])));
        Assert.Throws<TableNotFoundException>(() => engine.ReadDelta(new DeltaRead(_folder["none"], 0)));

        long third = await engine.SetDeltaPropertiesAsync(Table, new Dictionary<string, string> { ["mean"] = "0.5" }, Cancellation);
        Assert.Equal(2, third);
        Assert.Equal(2, await engine.SetDeltaPropertiesAsync(Table, new Dictionary<string, string> { ["mean"] = "0.5" }, Cancellation));
        Assert.Equal("0.5", (await engine.DescribeDeltaAsync(Table, null, Cancellation))!.Properties["mean"]);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Delta_CheckpointInPlaceOfOldCommits(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        RecordBatch row = RowBatch.Create(AllTypes, Rows(1));
        await using var local = new LocalEngine(new PartitionFunctionRegistry());
        for (int i = 0; i < 13; i++)
        {
            await local.FromRows(row, 1).WriteDeltaAsync(new DeltaWrite(Table, $"app{i % 4}", i), null, Cancellation);
        }

        for (int i = 0; i <= 10; i++)
        {
            File.Delete(Path.Combine(Table, "_delta_log", $"{i:D20}.json"));
        }

        DeltaTableInfo info = (await engine.DescribeDeltaAsync(Table, null, Cancellation))!;

        Assert.Equal(12, info.Version);
        Assert.Equal(new Dictionary<string, long> { ["app0"] = 12, ["app1"] = 9, ["app2"] = 10, ["app3"] = 11 }, info.Transactions.ToDictionary());
        Assert.Equal(13, (await engine.ReadDelta(new DeltaRead(Table)).CollectAsync()).Sum(batch => batch.Length));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Parquet_WriteAndRead(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        List<object?[]> rows = Rows(20);

        await engine.FromRows(RowBatch.Create(AllTypes, rows), 2).WriteParquetAsync(_folder["parquet [1]"], null, Cancellation);

        Assert.Equal(rows.Select(Text).Order(), (await engine.ReadParquet(_folder["parquet [1]"]).CollectAsync()).SelectMany(Texts).Order());
        await Assert.ThrowsAsync<OutputExistsException>(() => engine.FromRows(RowBatch.Create(AllTypes, rows), 2).WriteParquetAsync(_folder["parquet [1]"], null, Cancellation));
        Assert.Throws<InvalidInputException>(() => engine.ReadParquet(_folder["none"]));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task BinaryFiles_OddNamesAndEmptyFiles(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        string[] names = ["a/x y.jpg", "a/50%20#1.jpg", "b/ä.png", "b/empty"];
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder["files [1] {a}*", name])!);
            await File.WriteAllTextAsync(_folder["files [1] {a}*", name], name == "b/empty" ? "" : name, Cancellation);
        }

        List<RecordBatch> batches = await engine.ReadBinaryFiles(_folder["files [1] {a}*"], 3).CollectAsync();

        Assert.Equal(names.Select(name => _folder["files [1] {a}*", name]).Order(StringComparer.Ordinal), batches.Texts("path").Order(StringComparer.Ordinal));
        Assert.All(batches, batch =>
        {
            for (int row = 0; row < batch.Length; row++)
            {
                Assert.Equal(File.ReadAllBytes(batch.Column<StringArray>("path").GetString(row)), batch.Column<BinaryArray>("content").GetBytes(row).ToArray());
                Assert.Equal(batch.Column<BinaryArray>("content").GetBytes(row).Length, batch.Column<Int64Array>("length").GetValue(row));
            }
        });
        Assert.Equal(
            BinaryFileSchema.Schema.FieldsList.Select(field => (field.Name, field.DataType.TypeId)),
            batches[0].Schema.FieldsList.Select(field => (field.Name, field.DataType.TypeId)));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Delta_TableOfTheCatalog_IsFoundByName(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version));
        IDataset rows = engine.FromRows(RowBatch.Create(AllTypes, Rows(10)), 1);
        string name = $"default.named_{version.Replace('.', '_')}";
        Assert.Null(await engine.DescribeDeltaAsync(name, null, Cancellation));

        var write = new DeltaWrite(name, "run:stage", 1) { Properties = new Dictionary<string, string> { ["classes"] = "10" } };
        await rows.WriteDeltaAsync(write, null, Cancellation);
        await rows.WriteDeltaAsync(write, null, Cancellation);
        await rows.WriteDeltaAsync(new DeltaWrite(name, "run:stage", 2), null, Cancellation);

        DeltaTableInfo info = (await engine.DescribeDeltaAsync(name, null, Cancellation))!;
        Assert.Equal(20, (await engine.ReadDelta(new DeltaRead(name)).CollectAsync()).Sum(batch => batch.Length));
        Assert.Equal(2, info.Transactions["run:stage"]);
        Assert.Equal("10", info.Properties["classes"]);
        await Assert.ThrowsAsync<TableNotFoundException>(() => engine.DescribeDeltaAsync(name, 99, Cancellation));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task Parallelism_IsTheClusters(string version)
    {
        await using SparkEngine engine = await SparkServer.EngineAsync(SparkServer.Get(_fleet, version), options => options with { Parallelism = null });

        Assert.Equal(2, engine.Parallelism);
    }

    private static List<object?[]> Rows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => (object?[])
        [
            ImageId.Compute(BitConverter.GetBytes(i)),
            i % 7 == 0 ? null : i,
            i * 10_000_000_000L,
            i / 3.0,
            i / 7f,
            i % 5 == 0 ? null : new byte[] { (byte)i, 0, 255 },
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(i * 10L),
            new float[] { i, 0.5f },
        ]),
    ];

    private static string Text(object?[] row) => string.Join('|', row.Select(value => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        float[] floats => string.Join(',', floats),
        DateTimeOffset time => time.ToString("O"),
        _ => FormattableString.Invariant($"{value}"),
    }));

    private static IEnumerable<string> Texts(RecordBatch batch) => Enumerable.Range(0, batch.Length).Select(row => Text(
    [
        batch.Column<StringArray>("id").GetString(row),
        batch.Column<Int32Array>("number").GetValue(row),
        batch.Column<Int64Array>("large").GetValue(row),
        batch.Column<DoubleArray>("value").GetValue(row),
        batch.Column<FloatArray>("weight").GetValue(row),
        batch.Column<BinaryArray>("bytes").IsNull(row) ? null : batch.Column<BinaryArray>("bytes").GetBytes(row).ToArray(),
        batch.Column<TimestampArray>("time").GetTimestamp(row),
        ((FloatArray)batch.Column<ListArray>("probabilities").GetSlicedValues(row)).Values.ToArray(),
    ]));

    private static IEnumerable<int> Ids(IEnumerable<RecordBatch> batches) =>
        batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => batch.Column<Int32Array>("id").GetValue(row)!.Value)).Order();
}
