using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Reporting;
using FashionSpark.Scoring;

namespace FashionSpark.Tests.Reporting;

public class MistakesFunctionTests
{
    [Fact]
    public void Run_PicksWrongAnswersByConfidenceAndAllByDoubt()
    {
        Mistake[] found = Find(count: 2, [Batch(("a", 0, 0.9f), ("b", 1, 0.8f), ("c", 1, 0.6f), ("d", 1, 0.95f), ("e", 0, 0.55f))]);

        Assert.Equal(["d", "b"], found.Where(m => m.Confident).Select(m => m.ImageId));
        Assert.Equal(["e", "c"], found.Where(m => !m.Confident).Select(m => m.ImageId));
        Assert.Equal(-Math.Log(0.05), found[0].Loss, 1e-6);
        Assert.Equal(("dress", "coat", "d.png"), (found[0].Actual, found[0].Class, found[0].Source));
    }

    [Fact]
    public void Run_OtherBatches_FindsTheSame()
    {
        (string, int, float)[] rows = [("a", 1, 0.7f), ("b", 1, 0.7f), ("c", 1, 0.9f), ("d", 0, 0.51f)];

        Assert.Equal(Find(2, [Batch(rows)]), Find(2, [.. rows.Reverse().Select(row => Batch(row))]));
    }

    [Fact]
    public void Run_OtherSplitsAndUnknownClasses_AreLeftOut() =>
        Assert.Empty(Find(2, [Batch(("a", -1, 0.9f))]).Concat(Find(2, [Batch(("a", 1, 0.9f))], split: "train")));

    private static Mistake[] Find(int count, IEnumerable<RecordBatch> batches, string split = "test") =>
        [.. new MistakesFunction(new MistakesOptions(split, count)).Run(batches, new PartitionContext { PartitionId = 0 }).SelectMany(MistakesFunction.FromRows)];

    /// <summary>Predictions of "coat", label 0, with that confidence.</summary>
    private static RecordBatch Batch(params (string Id, int Label, float Confidence)[] rows)
    {
        Schema schema = new([.. MistakesFunction.InputColumns.Select(PredictionsSchema.Schema.GetFieldByName)], metadata: null);
        return RowBatch.Create(schema, [.. rows.Select(row => (object?[])
        [
            row.Id, $"{row.Id}.png", "test", row.Label, row.Label switch { 0 => "coat", 1 => "dress", _ => null }, "coat", row.Confidence,
            new[] { row.Confidence, 1 - row.Confidence },
        ])]);
    }
}
