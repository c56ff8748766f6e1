using FashionSpark.Confidence;
using FashionSpark.Evaluation;

namespace FashionSpark.Tests.Confidence;

public sealed class SureThresholdTests
{
    [Fact]
    public void Choose_AllRight_NeedsEnoughImages()
    {
        Assert.Equal(52, SureThreshold.LeastImages);
        Assert.Equal(0, SureThreshold.Choose(Answers(52, wrong: 0)));
        Assert.Null(SureThreshold.Choose(Answers(51, wrong: 0)));
    }

    [Fact]
    public void Choose_TheLeastConfidentAreWrong_DrawsTheLineAbove95In100()
    {
        // 1,000 right answers from 0.9 up, then 200 wrong ones below.
        double? threshold = SureThreshold.Choose(Answers(1_000, wrong: 200));

        int kept = 1_000 + Enumerable.Range(0, 200).Last(i => Wilson.LowerBound(1_000, 1_000 + i, 1.6448536269514722) >= 0.95);
        float[] confidences = [.. Answers(1_000, wrong: 200).Select(answer => answer.Confidence)];
        Assert.Equal(((double)confidences[kept - 1] + confidences[kept]) / 2, threshold!.Value, 1e-12);
        Assert.InRange(kept, 1_030, 1_052);
    }

    [Fact]
    public void Choose_EqualConfidences_FallOnTheSameSide()
    {
        (float, bool)[] answers = [.. Enumerable.Repeat((0.9f, true), 200), .. Enumerable.Repeat((0.6f, true), 50), .. Enumerable.Repeat((0.6f, false), 50)];

        Assert.Equal(0.75, SureThreshold.Choose(answers)!.Value, 1e-6);
    }

    [Fact]
    public void Choose_NeverRightOftenEnough_IsNull() =>
        Assert.Null(SureThreshold.Choose(Enumerable.Range(0, 1_000).Select(i => (i / 1_000f, i % 5 != 0))));

    private static IEnumerable<(float Confidence, bool Right)> Answers(int right, int wrong)
    {
        for (int i = 0; i < right; i++)
        {
            yield return (1 - (0.1f * i / right), true);
        }

        for (int i = 0; i < wrong; i++)
        {
            yield return (0.8f - (0.1f * i / wrong), false);
        }
    }
}
