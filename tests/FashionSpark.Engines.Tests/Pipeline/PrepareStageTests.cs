using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Engines.Tests.Pipeline;

public sealed class PrepareStageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IEngine _engine;

    public PrepareStageTests(EngineUnderTest engine) => _engine = engine.Engine;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_IdxFiles_EveryImageIsThereOnceWithItsPixels()
    {
        TinyIdx.Write(_folder["idx"], train: 200, test: 50);

        PrepareResult result = await PrepareAsync();

        Assert.Equal((250, 250, 0, 0), (result.Listed, result.Prepared, result.Quarantined, result.Duplicates));
        Assert.Equal(50, result.ImagesPerSplit[Split.Test]);
        Assert.Equal(200, result.ImagesPerSplit[Split.Train] + result.ImagesPerSplit[Split.Validation]);
        List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(_folder["data"])).CollectAsync();
        Assert.Equal(250, rows.Texts("image_id").Distinct().Count());
        Assert.Equal(250, rows.Texts("source").Distinct().Count());
        Assert.All(rows, batch => Assert.All(
            Enumerable.Range(0, batch.Length), row => Assert.Equal(784, batch.Column<BinaryArray>("pixels").GetBytes(row).Length)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task RunAsync_OtherPartitioning_SameSplitsMeanAndDeviation(int partitions)
    {
        TinyIdx.Write(_folder["idx"], train: 200, test: 50);
        await PrepareAsync(o => o with { Out = _folder["other"] });

        await PrepareAsync(o => o with { Partitions = partitions });

        Assert.Equal(await SplitsAsync(_folder["other"]), await SplitsAsync(_folder["data"]));
        PreparedProperties a = await PropertiesAsync(_folder["other"]);
        PreparedProperties b = await PropertiesAsync(_folder["data"]);
        Assert.Equal(a.Mean, b.Mean);
        Assert.Equal(a.StandardDeviation, b.StandardDeviation);
    }

    [Fact]
    public async Task RunAsync_SameRunAgain_AddsNothing()
    {
        TinyIdx.Write(_folder["idx"], train: 100, test: 20);
        PrepareResult first = await PrepareAsync();

        PrepareResult second = await PrepareAsync();

        Assert.Equal(first.DataVersion, second.DataVersion);
        Assert.Equal(120, (await _engine.ReadDelta(new DeltaRead(_folder["data"])).CollectAsync()).Sum(b => b.Length));
        Assert.Single((await _engine.ReadDelta(new DeltaRead(_folder["warehouse", ResultTables.DatasetStatistics])).CollectAsync()).Texts("figure"), "channel");
    }

    [Fact]
    public async Task RunAsync_TableOfSomebodyElse_IsRefused()
    {
        TinyIdx.Write(_folder["idx"], train: 100, test: 20);
        await _engine.FromRows(RowBatch.Create(PreparedSchema.Schema, []), 1).WriteDeltaAsync(new DeltaWrite(_folder["data"], "other", 1), null, CancellationToken.None);

        string error = await Failure.OfAsync<OutputExistsException>(() => PrepareAsync());

        Assert.Contains("--overwrite", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Overwrite_ReplacesTheRows()
    {
        TinyIdx.Write(_folder["idx"], train: 100, test: 20);
        await PrepareAsync();
        TinyIdx.Write(_folder["idx"], train: 60, test: 10, seed: 2);

        PrepareResult result = await PrepareAsync(o => o with { Overwrite = true }, runId: "other");

        Assert.Equal(70, result.Prepared);
        Assert.Equal(70, (await _engine.ReadDelta(new DeltaRead(_folder["data"])).CollectAsync()).Sum(b => b.Length));
    }

    [Fact]
    public async Task RunAsync_FolderWithBadFiles_QuarantinesEachWithItsReason()
    {
        TestPictures.WriteFolder(_folder["photos"], classes: 2, perClass: 20);
        File.WriteAllBytes(_folder["photos", "class0", "empty.png"], []);
        File.WriteAllText(_folder["photos", "class0", "text.jpg"], "this is not a picture");
        byte[] whole = TestPictures.Png(seed: 99);
        File.WriteAllBytes(_folder["photos", "class1", "cut.png"], whole[..(whole.Length / 2)]);
        File.WriteAllBytes(_folder["photos", "stray.png"], TestPictures.Png(seed: 100));

        PrepareResult result = await PrepareAsync(o => o with { Source = _folder["photos"], Size = 32 });

        Assert.Equal((44, 40, 4, 0), (result.Listed, result.Prepared, result.Quarantined, result.Duplicates));
        List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(_folder["warehouse", ResultTables.Quarantine])).CollectAsync();
        Dictionary<string, string> reasons = rows.Texts("source").Zip(rows.Texts("reason")).ToDictionary(p => p.First!, p => p.Second!);
        Assert.Equal("empty", reasons["class0/empty.png"]);
        Assert.Equal("unknown-format", reasons["class0/text.jpg"]);
        Assert.Equal("truncated", reasons["class1/cut.png"]);
        Assert.Equal("unknown-class", reasons["stray.png"]);
    }

    [Fact]
    public async Task RunAsync_SameBytesInTwoSplits_AreKeptInTheTestSplit()
    {
        TestPictures.WriteFolder(_folder["photos", "train"], classes: 2, perClass: 10);
        TestPictures.WriteFolder(_folder["photos", "test"], classes: 2, perClass: 5, seed: 1000);
        File.Copy(_folder["photos", "test", "class0", "0.png"], _folder["photos", "train", "class0", "copy.png"]);
        File.Copy(_folder["photos", "train", "class1", "0.png"], _folder["photos", "train", "class1", "z.png"]);

        PrepareResult result = await PrepareAsync(o => o with { Source = _folder["photos"], Size = 32 });

        Assert.Equal((32, 30, 0, 2), (result.Listed, result.Prepared, result.Quarantined, result.Duplicates));
        Assert.Equal(10, result.ImagesPerSplit[Split.Test]);
        IEnumerable<string?> sources = (await _engine.ReadDelta(new DeltaRead(_folder["data"])).CollectAsync()).Texts("source");
        Assert.DoesNotContain("train/class0/copy.png", sources);
        Assert.DoesNotContain("train/class1/z.png", sources);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", 5000, "truncated")]
    [InlineData("train-labels-idx1-ubyte", 50, "truncated")]
    [InlineData("train-images-idx3-ubyte", 10, "not an IDX file")]
    [InlineData("t10k-images-idx3-ubyte", 0, "not an IDX file")]
    public async Task RunAsync_CutIdxFile_NothingIsCommitted(string file, int length, string expected)
    {
        TinyIdx.Write(_folder["idx"], train: 100, test: 20, gzip: false);
        using (FileStream stream = File.OpenWrite(_folder["idx", file]))
        {
            stream.SetLength(length);
        }

        string error = await Failure.OfAsync<DatasetException>(() => PrepareAsync());

        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Null(await _engine.DescribeDeltaAsync(_folder["data"], null, CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_LabelOutsideTheClasses_IsNamed()
    {
        TinyIdx.Write(_folder["idx"], train: 100, test: 20, gzip: false);
        TinyIdx.WriteFile(_folder["idx", "t10k-labels-idx1-ubyte"], [20], [.. Enumerable.Repeat((byte)3, 19), 10]);

        string error = await Failure.OfAsync<DatasetException>(() => PrepareAsync());

        Assert.Contains("Label 10 of item 19", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ImagesAndLabelsSwapped_IsNamed()
    {
        TinyIdx.Write(_folder["idx"], train: 100, test: 20, gzip: false);
        File.Copy(_folder["idx", "train-labels-idx1-ubyte"], _folder["idx", "train-images-idx3-ubyte"], overwrite: true);

        string error = await Failure.OfAsync<DatasetException>(() => PrepareAsync());

        Assert.Contains("swapped", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_CountsDiffer_IsNamed()
    {
        TinyIdx.Write(_folder["idx"], train: 100, test: 20, gzip: false);
        TinyIdx.WriteFile(_folder["idx", "train-labels-idx1-ubyte"], [99], new byte[99]);

        string error = await Failure.OfAsync<DatasetException>(() => PrepareAsync());

        Assert.Contains("100 images", error, StringComparison.Ordinal);
        Assert.Contains("99 labels", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_EmptyFolder_IsNamed()
    {
        Directory.CreateDirectory(_folder["idx"]);

        string error = await Failure.OfAsync<DatasetException>(() => PrepareAsync());

        Assert.Contains("0 class folder(s)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoUsableImage_IsNamedAndTheSetIsNotWhole()
    {
        Directory.CreateDirectory(_folder["photos", "a"]);
        Directory.CreateDirectory(_folder["photos", "b"]);
        File.WriteAllText(_folder["photos", "a", "x.jpg"], "no picture");

        string error = await Failure.OfAsync<DatasetException>(() => PrepareAsync(o => o with { Source = _folder["photos"] }));

        Assert.Contains("None of the 1 images", error, StringComparison.Ordinal);
        DeltaTableInfo? table = await _engine.DescribeDeltaAsync(_folder["data"], null, CancellationToken.None);
        Assert.True(table is null || !PreparedProperties.IsWhole(table));
    }

    [Fact]
    public async Task RunAsync_OutputWithOtherThings_IsRefused()
    {
        TinyIdx.Write(_folder["idx"], train: 100, test: 20);
        Directory.CreateDirectory(_folder["data"]);
        File.WriteAllText(_folder["data", "notes.txt"], "mine");

        await Assert.ThrowsAsync<OutputExistsException>(() => PrepareAsync());
    }

    private Task<PrepareResult> PrepareAsync(Func<PrepareOptions, PrepareOptions>? change = null, string runId = "run")
    {
        var options = new PrepareOptions { Source = _folder["idx"], Out = _folder["data"] };
        var context = new PipelineContext { Engine = _engine, Warehouse = _folder["warehouse"], RunId = runId, Time = new FixedTime() };
        return PrepareStage.RunAsync(context, change?.Invoke(options) ?? options, CancellationToken.None);
    }

    private async Task<List<(string?, string?)>> SplitsAsync(string path)
    {
        List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(path)).CollectAsync();
        return [.. rows.Texts("image_id").Zip(rows.Texts("split")).Order()];
    }

    private async Task<PreparedProperties> PropertiesAsync(string path) =>
        PreparedProperties.Read((await _engine.DescribeDeltaAsync(path, null, CancellationToken.None))!);
}
