using FashionSpark.Torch.Cnn;

namespace FashionSpark.Torch.Tests.Training;

public class TrainRecipeTests
{
    private static readonly CnnRecipe Recipe = new() { Network = "k8", Epochs = 1, WarmUp = 0.1, StepsPerRound = 8, MostStepsPerRound = 64 };

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(0.05, 0.55)]
    [InlineData(0.1, 1)]
    [InlineData(0.55, 0.5)]
    [InlineData(1, 0)]
    public void Rates_rise_to_their_peak_and_fall_to_zero(double progress, double expected) =>
        Assert.Equal(expected, Recipe.RateAt(progress), 12);

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0.1, 8)]
    [InlineData(0.55, 16)]
    [InlineData(0.999, 64)]
    [InlineData(1, 64)]
    public void Rounds_grow_as_the_rates_fall(double progress, int expected) => Assert.Equal(expected, Recipe.StepsAt(progress));

    [Fact]
    public void An_unknown_profile_is_named() =>
        Assert.Contains("'tiny'", Assert.Throws<InvalidInputException>(() => CnnProfiles.Get("tiny")).Message, StringComparison.Ordinal);
}
