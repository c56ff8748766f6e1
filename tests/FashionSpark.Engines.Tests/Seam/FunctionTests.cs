using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Engines;
using static FashionSpark.Testing.Engines.TestFunctions;

namespace FashionSpark.Engines.Tests.Seam;

/// <summary>Partition functions on an engine: rows, order, placement, failure, an end before the end.</summary>
public sealed class FunctionTests
{
    private readonly IEngine _engine;

    public FunctionTests(EngineUnderTest engine) => _engine = engine.Engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CollectAsync_MorePartitionsThanThreads_KeepsTheOrder()
    {
        List<RecordBatch> rows = await _engine.FromRows(Rows(100), 17).MapPartitions(Spec("double")).CollectAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(n => 2 * n), Numbers(rows));
    }

    [Fact]
    public async Task CollectAsync_MorePartitionsThanRows_EmptyOnesDoNoHarm() =>
        Assert.Equal([0, 2, 4], Numbers(await _engine.FromRows(Rows(3), 8).MapPartitions(Spec("double")).CollectAsync()));

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task CollectAsync_FunctionThrows_NamesFunctionAndPartition()
    {
        FashionSparkException e = await Assert.ThrowsAnyAsync<FashionSparkException>(
            () => _engine.FromRows(Rows(10), 2).MapPartitions(Spec("fail")).CollectAsync());

        Assert.All(["'fail'", "partition 1", "InvalidOperationException: no 7s here"], part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
        Assert.False(e.IsBadInput);
    }

    [Fact]
    public async Task CollectAsync_ReaderStopsEarly_TheEngineGoesOn()
    {
        await foreach (RecordBatch batch in _engine.FromRows(Rows(100), 10).MapPartitions(Spec("double")).CollectAsync(null, Cancellation))
        {
            Assert.InRange(batch.Length, 1, 100);
            break;
        }

        Assert.Equal([0, 2], Numbers(await _engine.FromRows(Rows(2), 1).MapPartitions(Spec("double")).CollectAsync()));
    }

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task CollectAsync_CancelledInMidTask_ThrowsAndFreesTheCores()
    {
        using var folder = new TemporaryFolder();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task job = _engine.FromRows(Rows(4), 2).MapPartitions(HoldFunction.Spec(folder.Path)).CollectAsync(null, cancel.Token).ToListAsync(cancel.Token).AsTask();
        await Deadline.UntilAsync(() => HoldFunction.Holders(folder.Path).Count > 0, "a task runs");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job);
        Assert.Equal([0, 2, 4, 6], Numbers(await _engine.FromRows(Rows(4), 2).MapPartitions(Spec("double")).CollectAsync()));
    }

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task RepartitionById_AnyPartitioningBefore_SameRowsInSamePartitions()
    {
        RecordBatch rows = Rows(200);

        async Task<List<string>> Placed(int before) =>
            [.. (await _engine.FromRows(rows, before).RepartitionById(3, "id").MapPartitions(Spec("place")).CollectAsync()).Texts("id").Select(text => text!)];

        List<string> one = await Placed(1);
        List<string> seven = await Placed(7);
        Assert.Equal(one.Order(), seven.Order());
        Assert.Equal(200, one.Count);
        Assert.All(one, text => Assert.Equal(ImageId.Bucket(text.Split(':')[1], 3).ToString(CultureInfo.InvariantCulture), text.Split(':')[0]));
    }

    [Fact]
    public async Task WriteDeltaAsync_PartitionFails_NothingIsCommitted()
    {
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAnyAsync<FashionSparkException>(() =>
            _engine.FromRows(Rows(10), 2).MapPartitions(Spec("fail")).WriteDeltaAsync(new DeltaWrite(folder["t"], "app", 1), null, Cancellation));

        Assert.Null(await _engine.DescribeDeltaAsync(folder["t"], null, Cancellation));
    }

    [Fact]
    public void MapPartitions_UnknownFunction_NamesTheKnownOnes()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => _engine.FromRows(Rows(1), 1).MapPartitions(Spec("nothing")));

        Assert.Contains($"'nothing' is not known here; known are {string.Join(", ", EngineUnderTest.Functions().Names)}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    public async Task MapPartitions_TwoInARow_OverFewRows(int rows, int partitions) => Assert.Equal(
        Enumerable.Range(0, rows).Select(n => 4 * n),
        Numbers(await _engine.FromRows(Rows(rows), partitions).MapPartitions(Spec("double")).MapPartitions(Spec("double")).CollectAsync()));

    [Fact]
    public async Task MapPartitions_ARowOf20Megabytes()
    {
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);
        Schema schema = new([new Field("bytes", BinaryType.Default, nullable: false)], metadata: null);

        List<RecordBatch> rows = await _engine.FromRows(RowBatch.Create(schema, [[content], [content]]), 2).MapPartitions(Spec(IdentityFunction.Name)).CollectAsync();

        Assert.Equal([true, true], rows.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => batch.Column<BinaryArray>("bytes").GetBytes(row).SequenceEqual(content))));
    }
}
