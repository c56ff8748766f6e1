using FashionSpark.Evaluation;
using FashionSpark.Evaluation.Gates;

namespace FashionSpark.Tests.Evaluation.Gates;

public sealed class GateTests
{
    [Theory]
    [InlineData("accuracy>=0.9", null, null, "accuracy", true, 0.9)]
    [InlineData("ece <= 0.04", null, null, "ece", false, 0.04)]
    [InlineData("validation.top3>=.99", "validation", null, "top3", true, 0.99)]
    [InlineData("class:shirt.recall>=0.7", null, "shirt", "recall", true, 0.7)]
    [InlineData("test.class:t-shirt/top v1.0.f1>=7e-1", "test", "t-shirt/top v1.0", "f1", true, 0.7)]
    [InlineData("gain>=-0.01", null, null, "gain", true, -0.01)]
    public void Parse_KnowsSplitClassAndMetric(string text, string? split, string? ofClass, string metric, bool atLeast, double bound) =>
        Assert.Equal(new Gate(text, split, ofClass, metric, atLeast, bound), Gate.Parse(text));

    [Theory]
    [InlineData("accuracy", "it has no >= or <= after a metric")]
    [InlineData(">=0.9", "it has no >= or <= after a metric")]
    [InlineData("accuracy>0.9", "it has no >= or <= after a metric")]
    [InlineData("accuracy>=90%", "'90%' is not a number (a share is written 0.9, not 90%)")]
    [InlineData("accuracy>=NaN", "'NaN' is not a number")]
    [InlineData("acuracy>=0.9", "metric 'acuracy' is not known; known are accuracy, top3_accuracy, top3, log_loss, nll, brier, ece, coverage, sure_accuracy, gain")]
    [InlineData("train2.accuracy>=0.9", "metric 'train2.accuracy' is not known")]
    [InlineData("class:shirt>=0.9", "a class is followed by a dot and one of its metrics")]
    [InlineData("class:shirt.accuracy>=0.9", "metric of a class 'accuracy' is not known; known are precision, recall, f1")]
    public void Parse_AnythingElse_SaysWhatIsWrong(string text, string why)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Gate.Parse(text));

        Assert.StartsWith($"Gate '{text}' is not understood: {why}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accuracy>=0.9", 0.90, true)]
    [InlineData("accuracy>=0.9", 0.89, false)]
    [InlineData("accuracy<=0.95", 0.90, true)]
    [InlineData("accuracy<=0.93", 0.90, false)]
    public void IsMetBy_TheWholeInterval(string text, double low, bool met) =>
        Assert.Equal(met, Gate.Parse(text).IsMetBy(new Estimate(0.92, 1_000, low, 0.94)));

    [Fact]
    public void IsMetBy_NothingMeasured_IsFalse()
    {
        Assert.False(Gate.Parse("accuracy>=0").IsMetBy(new Estimate(0, 0)));
        Assert.False(Gate.Parse("ece<=1").IsMetBy(new Estimate(0, 0)));
    }
}
