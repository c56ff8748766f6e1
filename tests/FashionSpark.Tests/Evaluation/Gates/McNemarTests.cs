using FashionSpark.Evaluation;
using FashionSpark.Evaluation.Gates;

namespace FashionSpark.Tests.Evaluation.Gates;

public sealed class McNemarTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 5, 2.0 / 32)]
    [InlineData(10, 2, 2 * (1 + 12 + 66) / 4096.0)]
    [InlineData(2, 10, 2 * (1 + 12 + 66) / 4096.0)]
    [InlineData(6, 6, 1)]
    [InlineData(50_000, 50_000, 1)]
    public void PValue_IsTheExactBinomial(long first, long second, double expected) =>
        Assert.Equal(expected, McNemar.PValue(first, second), 1e-9);

    [Fact]
    public void PValue_ManyDiscordantImages_AgreesWithTheNormalApproximation() =>

        // z = (2 * 4,900 + 1 - 10,000) / sqrt(10,000) = -1.99.
        Assert.Equal(0.04659, McNemar.PValue(4_900, 5_100), 1e-4);

    [Fact]
    public void Gain_HasTheIntervalOfAgrestiAndMin()
    {
        Estimate gain = McNemar.Gain(30, 10, 1_000);

        double centre = 20.0 / 1_002;
        double half = 1.959963984540054 * Math.Sqrt(((41.0 / 1_002) - (centre * centre)) / 1_002);
        Assert.Equal(0.02, gain.Value, 1e-12);
        Assert.Equal(centre - half, gain.Low!.Value, 1e-12);
        Assert.Equal(centre + half, gain.High!.Value, 1e-12);
    }

    [Fact]
    public void Gain_OfNoImages_HasNoInterval() => Assert.Equal(new Estimate(0, 0), McNemar.Gain(0, 0, 0));

    [Theory]
    [InlineData(10, 30, true)]
    [InlineData(30, 10, false)]
    [InlineData(10, 12, false)]
    public void IsWorse_OnlyBeyondChance(long onlyThis, long onlyOther, bool worse) => Assert.Equal(
        worse, new PairedComparison("r", "test", onlyThis, onlyOther, McNemar.Gain(onlyThis, onlyOther, 100), McNemar.PValue(onlyThis, onlyOther)).IsWorse);
}
