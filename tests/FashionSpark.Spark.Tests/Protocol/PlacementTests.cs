using FashionSpark.Spark.Plans;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class PlacementTests
{
    /// <summary>Values of Spark's own <c>SELECT hash(x)</c>.</summary>
    [Theory]
    [InlineData(0, 933211791)]
    [InlineData(1, -559580957)]
    [InlineData(2, 1765031574)]
    [InlineData(-1, -1604776387)]
    [InlineData(int.MaxValue, -1508039829)]
    [InlineData(int.MinValue, -1720170734)]
    public void HashInt_IsSparks(int value, int expected) => Assert.Equal(expected, Murmur3.HashInt(value));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(200)]
    public void Keys_LandOnTheirPartition(int partitions)
    {
        IReadOnlyList<int> keys = BucketKeys.For(partitions);

        Assert.Equal(Enumerable.Range(0, partitions), keys.Select(key => Murmur3.Partition(key, partitions)));
    }
}
