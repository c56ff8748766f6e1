using FashionSpark.Evaluation;

namespace FashionSpark.Tests.Evaluation;

public sealed class WilsonTests
{
    /// <summary>Values of statsmodels' proportion_confint(method="wilson").</summary>
    [Theory]
    [InlineData(9300, 10000, 0.9248331, 0.9348369)]
    [InlineData(0, 10, 0.0, 0.2775328)]
    [InlineData(10, 10, 0.7224672, 1.0)]
    [InlineData(1, 3, 0.0614919, 0.7923404)]
    public void Share_HasTheKnownInterval(long successes, long n, double low, double high)
    {
        Estimate estimate = Wilson.Share(successes, n);

        Assert.Equal((double)successes / n, estimate.Value);
        Assert.Equal(low, estimate.Low!.Value, 1e-6);
        Assert.Equal(high, estimate.High!.Value, 1e-6);
    }

    [Fact]
    public void Share_OfNothing_HasNoInterval() => Assert.Equal(new Estimate(0, 0), Wilson.Share(0, 0));
}
