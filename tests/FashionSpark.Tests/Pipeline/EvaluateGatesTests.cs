using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Evaluation;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Pipeline;

public sealed class EvaluateGatesTests : IAsyncLifetime
{
    private const string Good = "20260101-000000-aaaaaa";
    private const string Bad = "20260102-000000-bbbbbb";
    private const string Elsewhere = "20260103-000000-cccccc";

    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();
    private int _runs;

    public async ValueTask InitializeAsync()
    {
        // Of 400 test images the good run misses every 40th, the bad one every 10th.
        await ScoreAsync(Good, "test", Enumerable.Range(0, 400).Select(i => (i, i % 40 != 0)));
        await ScoreAsync(Bad, "test", Enumerable.Range(0, 400).Select(i => (i, i % 10 != 5)));
        await ScoreAsync(Elsewhere, "test", Enumerable.Range(300, 200).Select(i => (i, true)));
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Gates_AskTheWholeInterval()
    {
        // 390 of 400 right: 0.975, Wilson 0.9546 to 0.9864.
        EvaluateResult result = await EvaluateAsync(Good, null, "accuracy>=0.95", "accuracy>=0.96", "class:b.recall>=0.9", "test.log_loss<=1");

        Assert.Equal([true, false, true, true], result.Gates.Select(gate => gate.Passed));
        Assert.Equal(Wilson.Share(390, 400), result.Gates[0].Found);
        List<string> rows = await TableRows.ReadAsync(_folder["metrics"], "recorded_at");
        Assert.Contains(rows, row => row.Contains("metric=gate:accuracy>=0.95 ", StringComparison.Ordinal) && row.Contains("value=1", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("metric=gate:accuracy>=0.96 ", StringComparison.Ordinal) && row.Contains("value=0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Against_AWorseRun_DoesNotPass()
    {
        EvaluateResult result = await EvaluateAsync(Bad, Good);

        GateResult gate = Assert.Single(result.Gates);
        Assert.Equal(($"not worse than {Good}", "test", false), (gate.Gate, gate.Split, gate.Passed));
        PairedComparison comparison = Assert.Single(result.Comparisons);
        Assert.Equal((10, 40), (comparison.OnlyThis, comparison.OnlyOther));
        Assert.Equal(-0.075, gate.Found.Value, 1e-12);
    }

    [Fact]
    public async Task Against_ABetterRunAndItself()
    {
        Assert.True((await EvaluateAsync(Good, Bad)).Gates[0].Passed);

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => EvaluateAsync(Good, Good));
        Assert.Contains("cannot be held against itself", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gain_IsAMetricLikeOthersAndTakesThePlaceOfTheDefault()
    {
        EvaluateResult result = await EvaluateAsync(Good, Bad, "gain>=0", "gain>=0.07");

        Assert.Equal(["gain>=0", "gain>=0.07"], result.Gates.Select(gate => gate.Gate));
        Assert.Equal([true, false], result.Gates.Select(gate => gate.Passed));
    }

    [Fact]
    public async Task Against_OtherImages_IsRefusedWithTheCounts()
    {
        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => EvaluateAsync(Good, Elsewhere));

        Assert.Contains("not scored on the same images of split 'test': 100 in both, 300 only in the first, 100 only in the second", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Against_ARunThatIsNotThere_NamesTheRuns()
    {
        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => EvaluateAsync(Good, "nobody"));

        Assert.Contains($"no labelled predictions of run 'nobody'. Runs in it: {Good}, {Bad}, {Elsewhere}.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validation.accuracy>=0.9", "asks of the split 'validation', but the run has labelled predictions of test only")]
    [InlineData("class:hat.recall>=0.9", "asks of class 'hat', which split 'test' does not have; classes are a, b")]
    [InlineData("acc>=0.9", "metric 'acc' is not known")]
    [InlineData("gain>=0", "evaluate.against is missing; expected a run to measure the gain of gate 'gain>=0' over")]
    public async Task Gates_ThatCannotBeAsked_AreRefusedAndNothingIsWritten(string gate, string why)
    {
        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => EvaluateAsync(Good, null, gate));

        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["metrics"]));
    }

    [Fact]
    public async Task A_table_of_an_earlier_version_is_refused_with_what_to_do()
    {
        RecordBatch batch = Batch(Good, "test", [(1, true)]);
        int sure = batch.Schema.IndexOf(PredictionsSchema.Sure);
        var former = new RecordBatch(batch.Schema.RemoveField(sure), batch.Arrays.Where((_, column) => column != sure), batch.Length);
        await WriteAsync(Good, former, "former");

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => EvaluateAsync(Good, null, "former", []));
        Assert.Contains("it has no column 'sure'. Score into a new table", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidInputException>(() => WriteAsync(Bad, Batch(Bad, "test", [(1, true)]), "former"));
    }

    private Task<EvaluateResult> EvaluateAsync(string run, string? against, params string[] gates) => EvaluateAsync(run, against, "predictions", gates);

    private async Task<EvaluateResult> EvaluateAsync(string run, string? against, string table, IReadOnlyList<string> gates)
    {
        var job = new JobOptions
        {
            Job = $"evaluate {++_runs}",
            Warehouse = _folder.Path,
            Evaluate = new EvaluateOptions { Table = _folder[table], RunId = run, Gates = gates, Against = against },
        };
        return (await new JobRunner([]).RunAsync(job, _engine, NoProgress.Instance, new FixedTime(), CancellationToken.None)).Evaluate!;
    }

    private Task<long> ScoreAsync(string run, string split, IEnumerable<(int Image, bool Right)> answers) =>
        WriteAsync(run, Batch(run, split, answers), "predictions");

    private Task<long> WriteAsync(string run, RecordBatch batch, string table) => _engine.FromRows(batch, 1).WriteDeltaAsync(
        new DeltaWrite(_folder[table], $"{run}:{ScoreStage.Name}", 1) { PartitionBy = [PredictionsSchema.RunId] }, null, CancellationToken.None);

    private static RecordBatch Batch(string run, string split, IEnumerable<(int Image, bool Right)> answers)
    {
        (int Image, bool Right)[] rows = [.. answers];
        int[] labels = [.. rows.Select(row => row.Image % 2)];
        int[] predicted = [.. rows.Select(row => row.Right ? row.Image % 2 : 1 - (row.Image % 2))];
        string[] names = ["a", "b"];
        StringArray Texts(IEnumerable<string> texts) => new StringArray.Builder().AppendRange(texts).Build(ManagedAllocator.Instance);
        return new RecordBatch(
            PredictionsSchema.Schema,
            [
                ArrowColumns.Constant(run, rows.Length), ArrowColumns.Constant("m@1", rows.Length), Texts(rows.Select(row => $"{row.Image:x32}")),
                Texts(rows.Select(row => $"{row.Image}.png")), ArrowColumns.Constant(split, rows.Length), ArrowColumns.Integers(labels),
                Texts(labels.Select(label => names[label])), ArrowColumns.Integers(predicted), Texts(predicted.Select(label => names[label])),
                ArrowColumns.Floats([.. rows.Select(_ => 0.9f)]), ArrowColumns.Booleans([.. rows.Select(_ => true)]),
                ArrowColumns.FloatLists([.. predicted.SelectMany(label => label == 0 ? new[] { 0.9f, 0.1f } : [0.1f, 0.9f])], rows.Length, PredictionsSchema.ProbabilitiesType),
            ],
            rows.Length);
    }
}
