using FashionSpark.Datasets;

namespace FashionSpark.Tests.Datasets;

public sealed class PixelSumsTests
{
    [Fact]
    public void Of_OneChannelOfThree_TakesItsValuesOnly() =>
        Assert.Equal(new PixelSums(1, 2, 9, 53), PixelSums.Of([1, 2, 3, 4, 7, 6], channel: 1, channels: 3));

    [Fact]
    public void StandardDeviation_OfHugeSums_LosesNothing()
    {
        // Half 0, half 200, 2e14 values: n * sum(x^2) = 8e32 is far above 64 bits.
        var sums = new PixelSums(1, 200_000_000_000_000, 20_000_000_000_000_000, 4_000_000_000_000_000_000);

        Assert.Equal(100, sums.Mean);
        Assert.Equal(100, sums.StandardDeviation);
    }

    [Fact]
    public void Add_InAnyOrder_GivesTheSameBits()
    {
        var random = new Random(11);
        PixelSums[] parts = [.. Enumerable.Range(0, 50).Select(_ =>
        {
            var image = new byte[100];
            random.NextBytes(image);
            return PixelSums.Of(image, 0, 1);
        })];

        PixelSums forwards = parts.Aggregate(default(PixelSums), (a, b) => a + b);
        PixelSums backwards = parts.Reverse().Aggregate(default(PixelSums), (a, b) => a + b);

        Assert.Equal(forwards, backwards);
        Assert.Equal(forwards.StandardDeviation, backwards.StandardDeviation);
    }
}
