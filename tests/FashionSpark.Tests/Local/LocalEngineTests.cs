using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Local;

public sealed class LocalEngineTests
{
    private static readonly Schema Schema = new([new Field("id", StringType.Default, false), new Field("n", Int32Type.Default, false)], null);

    [Fact]
    public async Task CollectAsync_MorePartitionsThanThreads_KeepsTheOrder()
    {
        List<RecordBatch> rows = await Engine().FromRows(Rows(100), 17).MapPartitions(Spec("double")).CollectAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(n => 2 * n), Numbers(rows));
    }

    [Fact]
    public async Task CollectAsync_MorePartitionsThanRows_EmptyOnesDoNoHarm() =>
        Assert.Equal([0, 2, 4], Numbers(await Engine().FromRows(Rows(3), 8).MapPartitions(Spec("double")).CollectAsync()));

    [Fact]
    public async Task CollectAsync_FunctionThrows_NamesFunctionAndPartition()
    {
        PartitionFailedException e = await Assert.ThrowsAsync<PartitionFailedException>(
            () => Engine().FromRows(Rows(10), 2).MapPartitions(Spec("fail")).CollectAsync());

        Assert.Contains("'fail' failed on partition", e.Message, StringComparison.Ordinal);
        Assert.Contains("no 7s here", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CollectAsync_ReaderStopsEarly_PartitionsStopToo()
    {
        IDataset endless = Engine().FromRows(Rows(4), 4).MapPartitions(Spec("endless"));

        await foreach (RecordBatch batch in endless.CollectAsync(null, CancellationToken.None))
        {
            Assert.Equal(1, batch.Length);
            break;
        }
    }

    [Fact]
    public async Task CollectAsync_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        IAsyncEnumerable<RecordBatch> endless = Engine().FromRows(Rows(4), 2).MapPartitions(Spec("endless")).CollectAsync(null, cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RecordBatch batch in endless)
            {
                await cancel.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task RepartitionById_AnyPartitioningBefore_SameRowsInSamePartitions()
    {
        RecordBatch rows = Rows(200);

        async Task<List<string>> Placed(int before) =>
            [.. (await Engine().FromRows(rows, before).RepartitionById(3, "id").MapPartitions(Spec("place")).CollectAsync()).Texts("id").Select(text => text!)];

        List<string> one = await Placed(1);
        List<string> seven = await Placed(7);
        Assert.Equal(one.Order(), seven.Order());
        Assert.Equal(200, one.Count);
        Assert.All(one, text => Assert.Equal(ImageId.Bucket(text.Split(':')[1], 3).ToString(System.Globalization.CultureInfo.InvariantCulture), text.Split(':')[0]));
    }

    [Fact]
    public async Task WriteDeltaAsync_PartitionFails_NothingIsCommittedOrLeft()
    {
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<PartitionFailedException>(() =>
            Engine().FromRows(Rows(10), 2).MapPartitions(Spec("fail")).WriteDeltaAsync(new DeltaWrite(folder["t"], "app", 1), null, CancellationToken.None));

        Assert.Null(await Engine().DescribeDeltaAsync(folder["t"], null, CancellationToken.None));
        Assert.Empty(Directory.Exists(folder["t"]) ? Directory.GetFiles(folder["t"], "*.parquet", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task WriteParquetAsync_ThenRead_GivesTheRows()
    {
        using var folder = new TemporaryFolder();
        await Engine().FromRows(Rows(50), 3).WriteParquetAsync(folder["p"], null, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 50), Numbers(await Engine().ReadParquet(folder["p"]).CollectAsync()));
        await Assert.ThrowsAsync<OutputExistsException>(() => Engine().FromRows(Rows(5), 1).WriteParquetAsync(folder["p"], null, CancellationToken.None));
    }

    [Fact]
    public async Task ReadBinaryFiles_GivesEveryFileInOrdinalOrder()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["a", "b"]);
        File.WriteAllText(folder["a", "b", "2.txt"], "two");
        File.WriteAllText(folder["a", "1.txt"], "one");
        File.WriteAllText(folder["Z.txt"], "");

        List<RecordBatch> rows = await Engine().ReadBinaryFiles(folder.Path, 2).CollectAsync();

        Assert.Equal(["Z.txt", "a/1.txt", "a/b/2.txt"], rows.Texts("path").Select(p => Path.GetRelativePath(folder.Path, p!)));
        Assert.Equal([0L, 3L, 3L], rows.SelectMany(b => Enumerable.Range(0, b.Length).Select(r => b.Column<Int64Array>("length").GetValue(r)!.Value)));
    }

    [Fact]
    public void MapPartitions_UnknownFunction_NamesTheKnownOnes()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Engine().FromRows(Rows(1), 1).MapPartitions(Spec("nothing")));

        Assert.Contains("'nothing' is not known here; known are double, endless, fail, place", e.Message, StringComparison.Ordinal);
    }

    private static LocalEngine Engine() => new(
        new PartitionFunctionRegistry()
            .Add<NoOptions>("double", _ => new LambdaFunction((batch, _) => Rows(batch, n => 2 * n)))
            .Add<NoOptions>("fail", _ => new LambdaFunction((batch, _) => Rows(batch, n => n == 7 ? throw new InvalidOperationException("no 7s here") : n)))
            .Add<NoOptions>("place", _ => new LambdaFunction(Place))
            .Add<NoOptions>("endless", _ => new EndlessFunction()),
        parallelism: 2,
        new FixedTime());

    private static PartitionFunctionSpec Spec(string name) => PartitionFunctionSpec.Create(name, new NoOptions());

    private static RecordBatch Rows(int count) =>
        RowBatch.Create(Schema, [.. Enumerable.Range(0, count).Select(n => (object?[])[ImageId.Compute(BitConverter.GetBytes(n)), n])]);

    private static RecordBatch Rows(RecordBatch batch, Func<int, int> change) => new(
        Schema,
        [batch.Column<StringArray>("id"), ArrowColumns.Integers([.. Enumerable.Range(0, batch.Length).Select(r => change(batch.Column<Int32Array>("n").GetValue(r)!.Value))])],
        batch.Length);

    private static RecordBatch Place(RecordBatch batch, PartitionContext context) => RowBatch.Create(
        Schema, [.. Enumerable.Range(0, batch.Length).Select(r => (object?[])[$"{context.PartitionId}:{batch.Column<StringArray>("id").GetString(r)}", 0])]);

    private static IEnumerable<int> Numbers(IEnumerable<RecordBatch> rows) =>
        rows.SelectMany(b => Enumerable.Range(0, b.Length).Select(r => b.Column<Int32Array>("n").GetValue(r)!.Value));

    private sealed record NoOptions;

    private sealed class LambdaFunction(Func<RecordBatch, PartitionContext, RecordBatch> map) : IPartitionFunction
    {
        public Schema OutputSchema(Schema input) => input;

        public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) => input.Select(batch => map(batch, context));
    }

    private sealed class EndlessFunction : IPartitionFunction
    {
        public Schema OutputSchema(Schema input) => input;

        public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
        {
            while (true)
            {
                yield return Rows(1);
            }
        }
    }
}
