using FashionSpark.Datasets;
using FashionSpark.Torch.Cnn;
using FashionSpark.Torch.Training;
using FashionSpark.Training;

namespace FashionSpark.Torch.Tests.Training;

public class DivergenceTests
{
    private static readonly WeightLayout Layout = new(NetworkSpec.Parse("c2", 1, 3));

    [Fact]
    public void Partitions_that_move_alike_do_not_diverge() =>
        Assert.Equal(0, Of(Moved((0, 3)), Moved((0, 3))));

    [Fact]
    public void Partitions_that_move_each_its_own_way_diverge_by_the_root_of_a_half() =>
        Assert.Equal(Math.Sqrt(0.5), Of(Moved((0, 3)), Moved((1, 3)))!.Value, 6);

    [Fact]
    public void Partitions_that_cancel_each_other_diverge_by_one() =>
        Assert.Equal(1, Of(Moved((0, 3)), Moved((0, -3)))!.Value, 6);

    [Fact]
    public void Running_statistics_do_not_count()
    {
        int variance = Layout.Slot(0, WeightKind.Variance).Offset;
        Assert.Equal(0, Of(Moved((0, 3), (variance, 100)), Moved((0, 3), (variance, -7))));
    }

    [Fact]
    public void One_partition_has_nothing_to_diverge_from() => Assert.Null(Of(Moved((0, 3))));

    [Fact]
    public void Nothing_moved_is_no_divergence() => Assert.Null(Of(Moved(), Moved()));

    [Fact]
    public async Task Training_stores_it_every_round_and_the_average_against_its_parts_every_epoch()
    {
        using TinyTraining training = new();
        TrainingResult result = await training.RunAsync(TinyTraining.Engine(2), training.Options with { Partitions = 2 });

        int rounds = result.Rounds.Max(metric => metric.Round);
        RoundMetric[] divergences = [.. result.Rounds.Where(metric => metric.Metric == "divergence")];
        Assert.Equal(Enumerable.Range(1, rounds), divergences.Select(metric => metric.Round));
        Assert.All(divergences, metric => Assert.InRange(metric.Value, 1e-3, 1));
        foreach (string name in new[] { "average.accuracy", "partition.0.accuracy", "partition.1.accuracy" })
        {
            // 200 training images / 25 / 3 models = 2 images, 1 of each partition.
            RoundMetric[] rows = [.. result.Rounds.Where(metric => metric.Metric == name)];
            Assert.Equal(TinyTraining.Recipe.Epochs, rows.Length);
            Assert.All(rows, row => Assert.Equal((Split.Validation, 2), (row.Split, row.N)));
        }
    }

    [Fact]
    public async Task One_partition_has_no_such_rows()
    {
        using TinyTraining training = new();
        TrainingResult result = await training.RunAsync(TinyTraining.Engine(), training.Options);
        Assert.DoesNotContain(result.Rounds, metric => metric.Metric is "divergence" or "average.accuracy");
    }

    [Theory]
    [InlineData(0.60, true)]
    [InlineData(0.78, false)]
    public void A_hint_is_given_where_the_average_is_worse_by_more_than_chance(double average, bool hinted)
    {
        RoundMetric[] rows =
        [
            new(64, "validation", "average.accuracy", average, 500),
            new(64, "validation", "partition.0.accuracy", 0.82, 500),
            new(64, "validation", "partition.1.accuracy", 0.80, 500),
        ];

        string? hint = AverageComparison.Hint(rows, steps: 64);

        Assert.Equal(
            hinted
                ? "Round 64: the averaged model is right on 60 % of 500 validation images, the partitions' own models on 81 %. " +
                  "Rounds of 64 steps let the partitions drift apart; try a smaller --steps-per-round."
                : null,
            hint);
    }

    private static double? Of(params float[][] weights)
    {
        PartitionRound[] rounds = [.. weights.Select((w, i) => new PartitionRound(i, 100, 8, 0, 0, w, []))];
        return Divergence.Of(rounds, WeightAverage.Of(rounds), Moved(), Layout.TrainedParts());
    }

    /// <summary>Weights of all ones, some of them moved.</summary>
    private static float[] Moved(params (int Index, float By)[] moves)
    {
        float[] weights = new float[Layout.Length];
        weights.AsSpan().Fill(1);
        foreach ((int index, float by) in moves)
        {
            weights[index] += by;
        }

        return weights;
    }
}
