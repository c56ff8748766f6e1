using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Tables;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Spark.Tests.Servers;

/// <summary>A set on Spark that is brought up to date ends with the rows, the mean and the counts that the local engine gives.</summary>
public sealed class IncrementalPrepareTests : IDisposable
{
    private readonly SparkConnectFleet _fleet;
    private readonly TemporaryFolder _folder = new();

    public IncrementalPrepareTests(SparkConnectFleet fleet) => _fleet = fleet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task GrownChangedAndShrunkFolder_EqualsTheLocalEngines(string version)
    {
        await using SparkEngine spark = await EngineAsync(version);
        LocalEngine local = TestEngine.Create();
        TestPictures.WriteFolder(_folder["pictures", "train"], classes: 2, perClass: 6);
        TestPictures.WriteFolder(_folder["pictures", "validation"], classes: 2, perClass: 2, seed: 100);
        TestPictures.WriteFolder(_folder["pictures", "test"], classes: 2, perClass: 2, seed: 200);
        await File.WriteAllTextAsync(_folder["pictures", "train", "class0", "bad.png"], "no picture", Cancellation);
        await ExpectAsync(spark, local, "1", added: 20, changed: 0, removed: 0);

        // Only the bad file is tried again: no row comes, no row goes.
        PrepareResult same = await PrepareAsync(spark, "spark", "2");
        Assert.True(same.UpToDate);
        Assert.Equal((20L, 20L, 1L), (same.Prepared, same.Unchanged, same.Quarantined));
        await PrepareAsync(local, "local", "2");

        await File.WriteAllBytesAsync(_folder["pictures", "train", "class0", "new.png"], TestPictures.Png(300), Cancellation);
        await ExpectAsync(spark, local, "3", added: 1, changed: 0, removed: 0);

        File.Move(_folder["pictures", "train", "class0", "0.png"], _folder["pictures", "train", "class1", "moved.png"]);
        File.Move(_folder["pictures", "train", "class0", "1.png"], _folder["pictures", "test", "class0", "moved.png"]);
        File.Delete(_folder["pictures", "train", "class0", "2.png"]);
        await File.WriteAllBytesAsync(_folder["pictures", "validation", "class1", "new.png"], TestPictures.Png(301), Cancellation);
        await ExpectAsync(spark, local, "4", added: 1, changed: 2, removed: 1);
        Assert.Equal(21, (await local.ReadDelta(new DeltaRead(_folder["spark", "data"], same.DataVersion + 2)).CollectAsync()).Sum(batch => batch.Length));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public async Task KilledBetweenRowsAndProperties_ReadersSeeTheVersionBefore_TheNextRunEndsRight(string version)
    {
        await using SparkEngine spark = await EngineAsync(version);
        TestPictures.WriteFolder(_folder["pictures", "train"], classes: 2, perClass: 6);
        TestPictures.WriteFolder(_folder["pictures", "validation"], classes: 2, perClass: 2, seed: 100);
        PrepareResult first = await PrepareAsync(spark, "spark", "1");
        string id = DeltaTable.Open(_folder["spark", "data"]).Version == first.DataVersion ? ImageId.Compute(TestPictures.Png(0)) : "";
        File.Delete(_folder["pictures", "train", "class0", "0.png"]);
        IDataset nothing = spark.FromRows(RowBatch.Create(PreparedSchema.Schema, []), 1);
        var rowsOnly = new DeltaWrite(_folder["spark", "data"], PreparedOrigin.AppId, 2) { PartitionBy = [PreparedSchema.Split], Replace = new RowKeys(PreparedSchema.ImageId, [id]) };
        await nothing.WriteDeltaAsync(rowsOnly, null, Cancellation);

        Assert.Equal(first.DataVersion, (await PreparedData.DescribeAsync(spark, _folder["spark", "data"], null, Cancellation)).Version);

        PrepareResult second = await PrepareAsync(spark, "spark", "2");

        Assert.Equal((15L, 15L, 0L), (second.Prepared, second.Unchanged, second.Added));
        DeltaTableInfo whole = await PreparedData.DescribeAsync(spark, _folder["spark", "data"], null, Cancellation);
        Assert.Equal((second.DataVersion, 2L), (whole.Version, PreparedProperties.Read(whole).Origin!.Update));
    }

    private async Task ExpectAsync(SparkEngine spark, LocalEngine local, string runId, long added, long changed, long removed)
    {
        PrepareResult onSpark = await PrepareAsync(spark, "spark", runId);
        PrepareResult locally = await PrepareAsync(local, "local", runId);
        Assert.Equal((added, changed, removed), (onSpark.Added, onSpark.Changed, onSpark.Removed));
        Assert.Equal(
            (locally.Listed, locally.Prepared, locally.Quarantined, locally.Unchanged, locally.Added, locally.Changed, locally.Removed),
            (onSpark.Listed, onSpark.Prepared, onSpark.Quarantined, onSpark.Unchanged, onSpark.Added, onSpark.Changed, onSpark.Removed));
        Assert.Equal(await DoorTests.RowsAsync(_folder["local", "data"]), await DoorTests.RowsAsync(_folder["spark", "data"]));
        PreparedProperties expected = PreparedProperties.Read(await PreparedData.DescribeAsync(local, _folder["local", "data"], null, Cancellation));
        PreparedProperties actual = PreparedProperties.Read(await PreparedData.DescribeAsync(spark, _folder["spark", "data"], null, Cancellation));
        Assert.Equal(expected.Mean, actual.Mean);
        Assert.Equal(expected.StandardDeviation, actual.StandardDeviation);
    }

    private Task<PrepareResult> PrepareAsync(IEngine engine, string name, string runId)
    {
        var context = new PipelineContext { Engine = engine, Warehouse = _folder[name], RunId = runId, Time = new FixedTime() };
        return PrepareStage.RunAsync(context, new PrepareOptions { Source = _folder["pictures"], Out = _folder[name, "data"], Size = 16 }, Cancellation);
    }

    private Task<SparkEngine> EngineAsync(string version) => DoorTests.EngineAsync(_fleet, version, SparkDoor.Direct);
}
