using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Engines.Tests.Pipeline;

/// <summary>Corrections of visitors become training images of the next prepare.</summary>
public sealed class FeedbackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IEngine _engine;

    public FeedbackTests(EngineUnderTest engine)
    {
        _engine = engine.Engine;
        TestPictures.WriteFolder(_folder["photos"], classes: 2, perClass: 10);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task Prepare_AddsThemToTraining_AndAgainBringsUpToDate()
    {
        await AppendAsync(1, ("a", "class1", TestPictures.Png(500)), ("b", "class0", TestPictures.Png(501)));
        PrepareResult first = await PrepareAsync("run1");

        // A class that the source does not have, the same picture once more, and a picture of the source itself.
        await AppendAsync(2, ("c", "class7", TestPictures.Png(502)), ("d", "class1", TestPictures.Png(500)), ("e", "class0", TestPictures.Png(503)));
        PrepareResult second = await PrepareAsync("run2");

        Assert.Equal((22, 0), (first.Prepared, first.Quarantined));
        Assert.Equal((23, 1, 1, 1L), (second.Prepared, second.Quarantined, second.Duplicates, second.Added));
        List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(_folder["data"], second.DataVersion, ["source", "label", "split"])).CollectAsync();
        Assert.Equal(
            [("feedback/a", 1, Split.Train), ("feedback/b", 0, Split.Train), ("feedback/e", 0, Split.Train)],
            rows.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => (
                batch.Column<StringArray>("source").GetString(row), batch.Column<Int32Array>("label").GetValue(row)!.Value, batch.Column<StringArray>("split").GetString(row))))
                .Where(row => row.Item1.StartsWith("feedback/", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Prepare_TableNotThere_NamesIt()
    {
        TableNotFoundException e = await Assert.ThrowsAsync<TableNotFoundException>(() => PrepareAsync("run"));

        Assert.StartsWith($"There is no feedback table at '{_folder["feedback"]}'.", e.Message, StringComparison.Ordinal);
    }

    private Task<long> AppendAsync(long commit, params (string Name, string Class, byte[] Content)[] pictures)
    {
        object?[][] rows = [.. pictures.Select(picture => (object?[])
        [
            $"feedback/{picture.Name}", ImageId.Compute(picture.Content), picture.Class, picture.Content, "class0", 0.5f, "model@00000000", new FixedTime().GetUtcNow(),
        ])];
        return _engine.FromRows(RowBatch.Create(FeedbackSchema.Schema, rows), 1).WriteDeltaAsync(new DeltaWrite(_folder["feedback"], "test", commit), null, Cancellation);
    }

    private Task<PrepareResult> PrepareAsync(string run) => PrepareStage.RunAsync(
        new PipelineContext { Engine = _engine, Warehouse = _folder["warehouse"], RunId = run, Time = new FixedTime() },
        new PrepareOptions { Source = _folder["photos"], Feedback = _folder["feedback"], Out = _folder["data"], Size = 16, ValidationShare = 0 },
        Cancellation);
}
