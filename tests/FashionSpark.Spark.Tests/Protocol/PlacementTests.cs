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
    public void HashInt_IsSparks(int value, int expected) => Assert.Equal(expected, Murmur3.HashInt(value));

    /// <summary>The vectors of Spark's own test of its hash, which has seed 0.</summary>
    [Theory]
    [InlineData(0, 593689054)]
    [InlineData(-42, -189366624)]
    [InlineData(42, -1134849565)]
    [InlineData(int.MinValue, -1718298732)]
    [InlineData(int.MaxValue, -1653689534)]
    public void HashInt_OtherSeed(int value, int expected) => Assert.Equal(expected, Murmur3.HashInt(value, seed: 0));

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
