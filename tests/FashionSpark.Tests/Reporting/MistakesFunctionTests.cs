using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Reporting;
using FashionSpark.Scoring;

namespace FashionSpark.Tests.Reporting;

public class MistakesFunctionTests
{
    [Fact]
    public void Run_PicksMostConfidentAndOfTheOthersThoseOfTheHighestLoss()
    {
        MistakeList found = Find(count: 1, [Batch(("a", 0, 0.9f, 0.1f), ("b", 1, 0.5f, 0.1f), ("c", 1, 0.4f, 0.05f), ("d", 1, 0.8f, 0.2f))]);

        Assert.Equal([new Mistake("d", "d.png", "dress", "coat", 0.8f, -Math.Log(0.2f))], found.Confident);
        Assert.Equal([new Mistake("c", "c.png", "dress", "coat", 0.4f, -Math.Log(0.05f))], found.Worst);
    }

    [Fact]
    public void Run_InOtherBatches_FindsTheSame()
    {
        (string, int, float, float)[] rows = [("a", 1, 0.7f, 0.3f), ("b", 1, 0.7f, 0.3f), ("c", 1, 0.9f, 0.1f), ("d", 1, 0.6f, 0.4f), ("e", 1, 0.6f, 0.1f)];

        MistakeList one = Find(2, [Batch(rows)]);
        MistakeList each = Find(2, [.. rows.Reverse().Select(row => Batch(row))]);

        Assert.Equal(["c", "a"], one.Confident.Select(m => m.ImageId));
        Assert.Equal(["e", "b"], one.Worst.Select(m => m.ImageId));
        Assert.Equal(one.All, each.All);
    }

    [Fact]
    public void Of_ListsOfParts_IsTheListOfAll()
    {
        Mistake[] mistakes = [.. Enumerable.Range(0, 40).Select(i => new Mistake($"{i:D2}", "", "dress", "coat", (i * 7 % 40) / 40.0, i * 11 % 40))];

        MistakeList parts = MistakeList.Of([.. mistakes.Chunk(13).SelectMany(part => MistakeList.Of(part, 3).All)], 3);

        Assert.Equal(MistakeList.Of(mistakes, 3).All, parts.All);
        Assert.Equal(6, parts.All.Distinct().Count());
    }

    [Fact]
    public void Run_RightAnswersOtherSplitsAndUnknownClasses_AreLeftOut()
    {
        Assert.Empty(Find(2, [Batch(("a", 0, 0.9f, 0.1f), ("b", -1, 0.9f, 0.1f))]).All);
        Assert.Empty(Find(2, [Batch(("a", 1, 0.9f, 0.1f))], split: "train").All);
    }

    private static MistakeList Find(int count, IEnumerable<RecordBatch> batches, string split = "test") => MistakeList.Of(
        [.. new MistakesFunction(new MistakesOptions(split, count)).Run(batches, new PartitionContext { PartitionId = 0 }).SelectMany(MistakesFunction.FromRows)], count);

    /// <summary>Predictions of "coat", label 0, with that confidence and the probability of "dress".</summary>
    private static RecordBatch Batch(params (string Id, int Label, float Confidence, float OfDress)[] rows)
    {
        Schema schema = new([.. MistakesFunction.InputColumns.Select(PredictionsSchema.Schema.GetFieldByName)], metadata: null);
        return RowBatch.Create(schema, [.. rows.Select(row => (object?[])
        [
            row.Id, $"{row.Id}.png", "test", row.Label, row.Label switch { 0 => "coat", 1 => "dress", _ => null }, "coat", row.Confidence,
            new[] { row.Confidence, row.OfDress },
        ])]);
    }
}
