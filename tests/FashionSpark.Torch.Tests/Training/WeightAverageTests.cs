using FashionSpark.Torch.Training;

namespace FashionSpark.Torch.Tests.Training;

public class WeightAverageTests
{
    private static PartitionRound Part(int partition, long rows, params float[] weights) =>
        new(partition, rows, weights.Length == 0 ? 0 : 8, 0, 0, weights, []);

    [Fact]
    public void Weighs_partitions_by_their_rows() =>
        Assert.Equal([4f, 10f], WeightAverage.Of([Part(0, 300, 3, 0), Part(1, 100, 7, 40)]));

    [Fact]
    public void Does_not_depend_on_the_order_of_arrival()
    {
        PartitionRound[] parts = [Part(0, 1, 0.1f), Part(1, 2, 1e8f), Part(2, 3, -1e8f)];
        Assert.Equal(WeightAverage.Of(parts), WeightAverage.Of([.. parts.Reverse()]));
    }

    [Fact]
    public void One_partition_is_taken_as_it_is()
    {
        float[] weights = [0.1f, 0.2f];
        Assert.Same(weights, WeightAverage.Of([Part(0, 7, weights)]));
    }

    [Fact]
    public void A_partition_without_images_has_no_say() =>
        Assert.Equal([5f], WeightAverage.Of([Part(0, 10, 5), Part(1, 0)]));
}
