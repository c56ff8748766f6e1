using FashionSpark.Reporting;

namespace FashionSpark.Tests.Reporting;

public class ChartScaleTests
{
    [Theory]
    [InlineData(0.61, 0.94, new[] { 0.6, 0.7, 0.8, 0.9, 1 })]
    [InlineData(0, 383, new[] { 0.0, 100, 200, 300, 400 })]
    [InlineData(1e-5, 4e-5, new[] { 1e-5, 2e-5, 3e-5, 4e-5 })]
    [InlineData(-3, 4, new[] { -4.0, -2, 0, 2, 4 })]
    public void Of_Rounded_TicksAreRoundNumbersAroundTheValues(double low, double high, double[] ticks) =>
        Assert.Equal(ticks, ChartScale.Of(low, high, 0, 100, round: true).Ticks);

    [Fact]
    public void Of_NotRounded_EndsAtTheValuesWithTicksBetween()
    {
        var scale = ChartScale.Of(1, 24, 10, 110, round: false);

        Assert.Equal([10, 20], scale.Ticks);
        Assert.Equal((10, 110), (scale.Place(1), scale.Place(24)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    [InlineData(-7)]
    public void Of_OneValue_HasAPlaceInside(double value) =>
        Assert.InRange(ChartScale.Of(value, value, 0, 100, round: true).Place(value), 0, 100);
}
