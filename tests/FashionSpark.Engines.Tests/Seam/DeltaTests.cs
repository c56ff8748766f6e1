using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Engines.Tests.Seam;

/// <summary>Delta tables: written once however often it is tried, read at any version, described.</summary>
public sealed class DeltaTests : IDisposable
{
    private readonly EngineUnderTest _under;
    private readonly IEngine _engine;
    private readonly TemporaryFolder _folder = new();

    public DeltaTests(EngineUnderTest engine)
    {
        _under = engine;
        _engine = engine.Engine;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Table => _folder["table [1]"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task WriteTwice_CountsOnce()
    {
        IDataset rows = _engine.FromRows(SampleRows.Batch(10), 2);
        Assert.Null(await _engine.DescribeDeltaAsync(Table, null, Cancellation));

        var write = new DeltaWrite(Table, "run:stage", 1) { Properties = new Dictionary<string, string> { ["classes"] = "it's \\ 10" } };
        long first = await rows.WriteDeltaAsync(write, null, Cancellation);
        long other = await rows.WriteDeltaAsync(new DeltaWrite(Table, "other", 3), null, Cancellation);
        long again = await rows.WriteDeltaAsync(write, null, Cancellation);

        DeltaTableInfo info = (await _engine.DescribeDeltaAsync(Table, null, Cancellation))!;
        Assert.Equal(other, info.Version);
        Assert.True(other == first + 1 && again <= first, $"first {first}, other {other}, again {again}");
        Assert.Equal("it's \\ 10", info.Properties["classes"]);
        Assert.Equal(new Dictionary<string, long> { ["run:stage"] = 1, ["other"] = 3 }, info.Transactions.ToDictionary());
        Assert.Equal(SampleRows.Texts(10).Concat(SampleRows.Texts(10)).Order(), (await _engine.ReadDelta(new DeltaRead(Table)).CollectAsync()).SelectMany(SampleRows.Texts).Order());
        Assert.Equal(SampleRows.Texts(10).Order(), (await _engine.ReadDelta(new DeltaRead(Table, 0)).CollectAsync()).SelectMany(SampleRows.Texts).Order());
        Assert.Equal(SampleRows.Schema.FieldsList.Select(field => (field.Name, field.DataType.TypeId)), info.Schema.FieldsList.Select(field => (field.Name, field.DataType.TypeId)));

        // Whoever wrote it, the local engine reads the same table.
        DeltaTableInfo ours = (await _under.Local.DescribeDeltaAsync(Table, null, Cancellation))!;
        Assert.Equal((ours.Version, ours.Properties["classes"]), (info.Version, info.Properties["classes"]));
        Assert.Equal(ours.Transactions, info.Transactions);
    }

    [Fact]
    public async Task PartitionsOverwriteAndOldVersions()
    {
        Schema schema = new([new Field("id", Int32Type.Default, nullable: false), new Field("split", StringType.Default, nullable: true)], metadata: null);
        IDataset Of(params (int, string)[] rows) => _engine.FromRows(RowBatch.Create(schema, [.. rows.Select(row => (object?[])[row.Item1, row.Item2])]), 1);

        long first = await Of((1, "train"), (2, "it's"), (3, "test")).WriteDeltaAsync(new DeltaWrite(Table, "a", 1) { PartitionBy = ["split"] }, null, Cancellation);
        long second = await Of((4, "train")).WriteDeltaAsync(new DeltaWrite(Table, "a", 2, DeltaWriteMode.Overwrite) { PartitionBy = ["split"] }, null, Cancellation);

        Assert.Equal((0, 1), (first, second));
        Assert.Equal(["split"], (await _engine.DescribeDeltaAsync(Table, 0, Cancellation))!.PartitionColumns);
        Assert.Equal([4], Ids(await _engine.ReadDelta(new DeltaRead(Table)).CollectAsync()));
        Assert.Equal([1, 2], Ids(await _engine.ReadDelta(new DeltaRead(Table, 0, ["id"], new PartitionFilter("split", ["train", "it's"]))).CollectAsync()));
        await Assert.ThrowsAsync<TableNotFoundException>(() => _engine.DescribeDeltaAsync(Table, 7, Cancellation));
        Assert.Throws<TableNotFoundException>(() => _engine.ReadDelta(new DeltaRead(Table, 7)));
        Assert.Throws<TableNotFoundException>(() => _engine.ReadDelta(new DeltaRead(_folder["none"])));
        Assert.Throws<TableNotFoundException>(() => _engine.ReadDelta(new DeltaRead(_folder["none"], 0)));
    }

    public static TheoryData<string, string> OtherColumns() => new()
    {
        { "more", "has no column 'label'; it has id, split" },
        { "type", "has column 'id' as integer, the rows have long" },
        { "partitions", "is partitioned by (), the rows are to be partitioned by (split)" },
    };

    [Theory]
    [Trait(Part.Name, Part.Short)]
    [MemberData(nameof(OtherColumns))]
    public async Task WriteToATableOfOtherColumns_IsRefusedAndNamesThem(string kind, string message)
    {
        Field id = new("id", Int32Type.Default, nullable: false);
        Field split = new("split", StringType.Default, nullable: true);
        IDataset Of(object?[] row, params Field[] fields) => _engine.FromRows(RowBatch.Create(new Schema(fields, metadata: null), [row]), 1);
        await Of([1, "train"], id, split).WriteDeltaAsync(new DeltaWrite(Table, "a", 1), null, Cancellation);
        IDataset other = kind switch
        {
            "more" => Of([2, "train", 7], id, split, new Field("label", Int32Type.Default, nullable: true)),
            "type" => Of([2L, "train"], new Field("id", Int64Type.Default, nullable: false), split),
            _ => Of([2, "train"], id, split),
        };

        var write = new DeltaWrite(Table, "b", 1) { PartitionBy = kind == "partitions" ? ["split"] : [] };
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => other.WriteDeltaAsync(write, null, Cancellation));

        Assert.StartsWith($"Table '{Table}' {message}. It was made by something else", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], Ids(await _engine.ReadDelta(new DeltaRead(Table)).CollectAsync()));
    }

    [Fact]
    public async Task SetDeltaProperties_ChangesOnlyWhatIsOther()
    {
        await _engine.FromRows(SampleRows.Batch(1), 1).WriteDeltaAsync(new DeltaWrite(Table, "a", 1), null, Cancellation);

        long set = await _engine.SetDeltaPropertiesAsync(Table, new Dictionary<string, string> { ["mean"] = "0.5" }, Cancellation);

        Assert.Equal(1, set);
        Assert.Equal(1, await _engine.SetDeltaPropertiesAsync(Table, new Dictionary<string, string> { ["mean"] = "0.5" }, Cancellation));
        Assert.Equal("0.5", (await _engine.DescribeDeltaAsync(Table, null, Cancellation))!.Properties["mean"]);
    }

    [Fact]
    public async Task CheckpointInPlaceOfOldCommits_IsRead()
    {
        for (int i = 0; i < 13; i++)
        {
            await _under.Local.FromRows(SampleRows.Batch(1), 1).WriteDeltaAsync(new DeltaWrite(Table, $"app{i % 4}", i), null, Cancellation);
        }

        for (int i = 0; i <= 10; i++)
        {
            File.Delete(Path.Combine(Table, "_delta_log", $"{i:D20}.json"));
        }

        DeltaTableInfo info = (await _engine.DescribeDeltaAsync(Table, null, Cancellation))!;

        Assert.Equal(12, info.Version);
        Assert.Equal(new Dictionary<string, long> { ["app0"] = 12, ["app1"] = 9, ["app2"] = 10, ["app3"] = 11 }, info.Transactions.ToDictionary());
        Assert.Equal(13, (await _engine.ReadDelta(new DeltaRead(Table)).CollectAsync()).Sum(batch => batch.Length));
    }

    private static IEnumerable<int> Ids(IEnumerable<RecordBatch> batches) =>
        batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => batch.Column<Int32Array>("id").GetValue(row)!.Value)).Order();
}
