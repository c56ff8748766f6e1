using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Engines.Tests.Pipeline;

/// <summary>A set that is brought up to date is the set that a prepare on the local engine makes of the same folder from nothing.</summary>
public sealed class IncrementalPrepareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IEngine _engine;
    private readonly LocalEngine _local;

    public IncrementalPrepareTests(EngineUnderTest engine)
    {
        _engine = engine.Engine;
        _local = engine.Local;
        TestPictures.WriteFolder(Photos("train"), classes: 2, perClass: 10);
        TestPictures.WriteFolder(Photos("validation"), classes: 2, perClass: 3, seed: 500);
        TestPictures.WriteFolder(Photos("test"), classes: 2, perClass: 4, seed: 1000);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GrownFolder_OneCommitAddsWhatIsNew_AndEqualsAFreshPrepare()
    {
        PrepareResult first = await PrepareAsync("run1");
        File.WriteAllBytes(Photos("train", "class0", "new.png"), TestPictures.Png(seed: 77));
        File.WriteAllBytes(Photos("test", "class1", "new.jpg"), TestPictures.Jpeg(seed: 78));

        PrepareResult second = await PrepareAsync("run2");

        Assert.Equal((34, 0L), (first.Prepared, first.Unchanged));
        Assert.Equal((36, 34L, 2L, 0L, 0L), (second.Prepared, second.Unchanged, second.Added, second.Changed, second.Removed));
        await AssertEqualsFreshAsync();
        Assert.Equal(34, (await PlacesAsync(_folder["data"], first.DataVersion)).Count);
        Assert.Equal(first.ImagesPerSplit[Split.Test] + 1, second.ImagesPerSplit[Split.Test]);
    }

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task MovedNewAndRemovedFiles_InOneStep()
    {
        PrepareResult first = await PrepareAsync("run1");
        File.WriteAllBytes(Photos("validation", "class1", "new.png"), TestPictures.Png(seed: 77));
        File.Delete(Photos("train", "class0", "2.png"));
        File.Move(Photos("train", "class0", "3.png"), Photos("train", "class1", "moved.png"));
        File.Move(Photos("train", "class1", "4.png"), Photos("test", "class1", "moved.png"));
        File.Move(Photos("train", "class1", "5.png"), Photos("train", "class1", "renamed.png"));

        PrepareResult second = await PrepareAsync("run2");

        Assert.Equal((34, 30L, 1L, 3L, 1L), (second.Prepared, second.Unchanged, second.Added, second.Changed, second.Removed));
        List<(string Source, string Split, int Label)> places = await PlacesAsync(_folder["data"]);
        Assert.Contains(("train/class1/moved.png", Split.Train, 1), places);
        Assert.Contains(("test/class1/moved.png", Split.Test, 1), places);
        Assert.Contains(("train/class1/renamed.png", Split.Train, 1), places);
        Assert.Contains(("train/class0/2.png", Split.Train, 0), await PlacesAsync(_folder["data"], first.DataVersion));
        await AssertEqualsFreshAsync();
    }

    [Fact]
    public async Task KeptCopyIsRemoved_TheOtherCopyIsKept()
    {
        File.Copy(Photos("test", "class0", "0.png"), Photos("train", "class0", "copy.png"));
        PrepareResult first = await PrepareAsync("run1");
        File.Delete(Photos("test", "class0", "0.png"));

        PrepareResult second = await PrepareAsync("run2");

        Assert.Equal((35, 34, 1), (first.Listed, first.Prepared, first.Duplicates));
        Assert.Equal((34, 34, 0, 1L), (second.Listed, second.Prepared, second.Duplicates, second.Changed));
        Assert.Contains(("train/class0/copy.png", Split.Train, 0), await PlacesAsync(_folder["data"]));
        RecordBatch duplicates = Assert.Single(await TableAsync(ResultTables.Duplicates));
        string Text(string column) => duplicates.Column<StringArray>(column).GetString(0);
        Assert.Equal(
            ("run1", "train/class0/copy.png", Split.Train, "class0", "test/class0/0.png", Split.Test, "class0"),
            (Text("run_id"), Text("source"), Text("split"), Text("class"), Text("kept_source"), Text("kept_split"), Text("kept_class")));
        await AssertEqualsFreshAsync();
    }

    [Fact]
    public async Task NothingChanged_NoNewVersion_BadFilesAreReportedByEveryRun()
    {
        File.WriteAllText(Photos("train", "class0", "bad.jpg"), "this is not a picture");
        PrepareResult first = await PrepareAsync("run1");

        PrepareResult second = await PrepareAsync("run2");

        Assert.True(second.UpToDate);
        Assert.Equal((first.DataVersion, 35, 34, 1), (second.DataVersion, second.Listed, second.Prepared, second.Quarantined));
        Assert.Equal(8, second.ImagesPerSplit[Split.Test]);
        Assert.Equal(["run1", "run2"], (await TableAsync(ResultTables.Quarantine)).Texts("run_id").Order());
        Assert.Equal(2, (await TableAsync(ResultTables.DatasetStatistics)).Texts("figure").Count(figure => figure == "quarantined"));
        Assert.Equal(first.DataVersion, (await _engine.DescribeDeltaAsync(_folder["data"], null, CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task RepairedFile_LeavesQuarantine()
    {
        File.WriteAllText(Photos("train", "class0", "bad.png"), "this is not a picture");
        await PrepareAsync("run1");
        File.WriteAllBytes(Photos("train", "class0", "bad.png"), TestPictures.Png(seed: 79));

        PrepareResult second = await PrepareAsync("run2");

        Assert.Equal((35, 35, 0, 1L), (second.Listed, second.Prepared, second.Quarantined, second.Added));
    }

    [Fact]
    public async Task NewClass_ShiftsLabels_AllIsPreparedAnewInOneCommit()
    {
        PrepareResult first = await PrepareAsync("run1");
        foreach (string split in (string[])["train", "validation", "test"])
        {
            Directory.CreateDirectory(Photos(split, "a-class"));
            File.WriteAllBytes(Photos(split, "a-class", "0.png"), TestPictures.Png(seed: 2000 + split.Length));
        }

        PrepareResult second = await PrepareAsync("run2");

        Assert.Equal((37, 0L), (second.Prepared, second.Unchanged));
        Assert.Contains(("train/class0/0.png", Split.Train, 1), await PlacesAsync(_folder["data"]));
        Assert.Contains(("train/class0/0.png", Split.Train, 0), await PlacesAsync(_folder["data"], first.DataVersion));
        await AssertEqualsFreshAsync();
    }

    [Fact]
    public async Task OtherOptions_AreRefusedEachByName()
    {
        await PrepareAsync("run1");

        OutputExistsException e = await Assert.ThrowsAsync<OutputExistsException>(() => PrepareAsync("run2", o => o with { Size = 64, Channels = 1 }));

        Assert.Contains("the size was 32, now 64; the number of channels was 3, now 1.", e.Message, StringComparison.Ordinal);
        Assert.Contains("--overwrite", e.Message, StringComparison.Ordinal);
        await PrepareAsync("run2", o => o with { Size = 64, Overwrite = true });
        Assert.Equal(64, PreparedProperties.Read(await DescribeAsync()).Width);
    }

    [Fact]
    public async Task RowsWithoutTheirProperties_AreNotRead_AndTheNextPrepareEndsRight()
    {
        // What a prepare on Spark leaves that was killed between the commit of its rows and the one of its properties.
        await PrepareAsync("run1");
        File.Delete(Photos("train", "class0", "0.png"));
        string id = ImageId.Compute(File.ReadAllBytes(Photos("train", "class0", "1.png")));
        DeltaTableInfo before = await DescribeAsync();
        IDataset nothing = _engine.FromRows(RowBatch.Create(PreparedSchema.Schema, []), 1);
        long rowsOnly = await nothing.WriteDeltaAsync(
            new DeltaWrite(_folder["data"], PreparedOrigin.AppId, 2) { PartitionBy = [PreparedSchema.Split], Replace = new RowKeys(PreparedSchema.ImageId, [id]) },
            null,
            CancellationToken.None);

        DeltaTableInfo unfinished = (await _engine.DescribeDeltaAsync(_folder["data"], rowsOnly, CancellationToken.None))!;
        DatasetException e = Assert.Throws<DatasetException>(() => PreparedProperties.Read(unfinished));
        Assert.Contains("Run the same prepare again", e.Message, StringComparison.Ordinal);
        Assert.Equal(before.Version, (await DescribeAsync()).Version);

        PrepareResult again = await PrepareAsync("run2");

        Assert.Equal((33, 32L, 1L), (again.Prepared, again.Unchanged, again.Added));
        Assert.Equal(again.DataVersion, (await DescribeAsync()).Version);
        await AssertEqualsFreshAsync();
    }

    [Fact]
    public async Task ClassWithoutTestImages_IsNoted()
    {
        Directory.Delete(Photos("test", "class1"), recursive: true);

        PrepareResult result = await PrepareAsync("run1");

        Assert.Equal(["The test split has no images of class 'class1': nothing will be known of it there."], result.Notes);
    }

    [Fact]
    public async Task StrayCopyOfAGoodImage_DoesNotTakeItsPlace()
    {
        File.Copy(Photos("train", "class0", "0.png"), Photos("test", "stray.png"));

        PrepareResult result = await PrepareAsync("run1");

        Assert.Equal((35, 34, 0, 1), (result.Listed, result.Prepared, result.Quarantined, result.Duplicates));
        Assert.Contains(("train/class0/0.png", Split.Train, 0), await PlacesAsync(_folder["data"]));
    }

    [Fact]
    public async Task SamePhotoInOtherBytes_IsReportedAcrossSplits()
    {
        File.WriteAllBytes(Photos("test", "class0", "again.jpg"), TestPictures.Jpeg(seed: 5));
        File.WriteAllBytes(Photos("train", "class0", "again.jpg"), TestPictures.Jpeg(seed: 6));

        PrepareResult result = await PrepareAsync("run1", o => o with { Size = 64 });

        Assert.Equal(1, result.NearDuplicates);
        RecordBatch row = Assert.Single(await TableAsync(ResultTables.NearDuplicates));
        string Text(string column) => row.Column<StringArray>(column).GetString(0);
        Assert.Equal(
            ("test/class0/again.jpg", Split.Test, "train/class0/5.png", Split.Train),
            (Text("source"), Text("split"), Text("other_source"), Text("other_split")));
        Assert.InRange(row.Column<Int32Array>("distance").GetValue(0)!.Value, 0, PrepareOptions.DefaultNearDuplicateDistance);
        Assert.Contains("1 of test in train", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    private string Photos(params string[] parts) => _folder[["photos", .. parts]];

    private Task<PrepareResult> PrepareAsync(string runId, Func<PrepareOptions, PrepareOptions>? change = null) => PrepareAsync(_engine, runId, change);

    private Task<PrepareResult> PrepareAsync(IEngine engine, string runId, Func<PrepareOptions, PrepareOptions>? change = null)
    {
        var options = new PrepareOptions { Source = _folder["photos"], Out = _folder["data"], Size = 32, Partitions = 3 };
        var context = new PipelineContext { Engine = engine, Warehouse = _folder["warehouse"], RunId = runId, Time = new FixedTime() };
        return PrepareStage.RunAsync(context, change?.Invoke(options) ?? options, CancellationToken.None);
    }

    private Task<DeltaTableInfo> DescribeAsync() => PreparedData.DescribeAsync(_engine, _folder["data"], null, CancellationToken.None);

    private Task<List<RecordBatch>> TableAsync(string name) => _engine.ReadDelta(new DeltaRead(_folder["warehouse", name])).CollectAsync();

    /// <summary>Rows, pixels, mean and deviation are those of a prepare on the local engine that never saw another state of the folder.</summary>
    private async Task AssertEqualsFreshAsync()
    {
        await PrepareAsync(_local, "fresh", o => o with { Out = _folder["fresh"], Overwrite = true });
        Assert.Equal(await TableRows.ReadAsync(_folder["fresh"]), await TableRows.ReadAsync(_folder["data"]));
        PreparedProperties fresh = PreparedProperties.Read(await PreparedData.DescribeAsync(_local, _folder["fresh"], null, CancellationToken.None));
        PreparedProperties updated = PreparedProperties.Read(await DescribeAsync());
        Assert.Equal(fresh.Classes, updated.Classes);
        Assert.Equal(fresh.Mean, updated.Mean);
        Assert.Equal(fresh.StandardDeviation, updated.StandardDeviation);
    }

    private async Task<List<(string Source, string Split, int Label)>> PlacesAsync(string path, long? version = null)
    {
        var places = new List<(string, string, int)>();
        foreach (RecordBatch batch in await _engine.ReadDelta(new DeltaRead(path, version)).CollectAsync())
        {
            places.AddRange(Enumerable.Range(0, batch.Length).Select(row => (
                batch.Column<StringArray>("source").GetString(row), batch.Column<StringArray>("split").GetString(row), batch.Column<Int32Array>("label").GetValue(row)!.Value)));
        }

        places.Sort();
        return places;
    }
}
