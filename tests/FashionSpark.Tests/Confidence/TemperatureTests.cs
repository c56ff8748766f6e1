using FashionSpark.Confidence;
using FashionSpark.Evaluation;

namespace FashionSpark.Tests.Confidence;

public sealed class TemperatureTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void Fit_AnswersOffByAKnownTemperature_FindsItWithinItsInterval(double temperature)
    {
        Estimate fitted = Temperature.Fit(Draw(20_000, temperature, seed: 3));

        Assert.InRange(temperature, fitted.Low!.Value, fitted.High!.Value);
        Assert.InRange(fitted.High.Value - fitted.Low.Value, 0, 0.1 * temperature);
        Assert.Equal(20_000, fitted.N);
    }

    [Fact]
    public void Fit_TheLossIsHigherOnBothSides()
    {
        ScoredImages images = Draw(2_000, 0.6, seed: 5);
        double best = Temperature.Fit(images).Value;

        // A thousandth is more than the pull of the rest that other classes share.
        Assert.True(Loss(images, best) < Loss(images, best * 1.01));
        Assert.True(Loss(images, best) < Loss(images, best * 0.99));
    }

    [Fact]
    public void Fit_OrderOfArrival_ChangesNoBit()
    {
        ScoredImages forward = Draw(500, 0.6, seed: 7);
        ScoredImages backward = Draw(500, 0.6, seed: 7, reverse: true);
        forward.Sort();
        backward.Sort();

        Assert.Equal(Temperature.Fit(forward), Temperature.Fit(backward));
    }

    [Fact]
    public void Fit_FewImagesWithoutAMistake_DoesNotBecomeCertain()
    {
        var images = new ScoredImages(3);
        for (int i = 0; i < 8; i++)
        {
            images.Add($"{i}", 0, [0.6f, 0.3f, 0.1f]);
        }

        double temperature = Temperature.Fit(images).Value;
        var probabilities = new float[3];
        images.Calibrated(0, temperature, probabilities);

        // 8 of 8 right: the runner-up, ln 2 behind, counts as 1 / (8 + 2); what is expected behind the first equals that.
        Assert.Equal(0.1 * Math.Log(2), (probabilities[1] * Math.Log(2)) + (probabilities[2] * Math.Log(6)), 1e-6);
        Assert.InRange(probabilities[0], 0.9f, 0.91f);
    }

    [Fact]
    public void Fit_ProbabilitiesThatUnderflowed_StaysFinite()
    {
        var images = new ScoredImages(2);
        images.Add("a", 1, [1f, 0f]);
        images.Add("b", 0, [1f, 0f]);
        images.Add("c", 0, [1f, 0f]);

        Estimate fitted = Temperature.Fit(images);

        Assert.Equal(Temperature.Most, fitted.Value, 1e-6);
        Assert.True(double.IsFinite(fitted.Low!.Value) && double.IsFinite(fitted.High!.Value));
    }

    [Fact]
    public void Fit_OfNothing_IsOne() => Assert.Equal(new Estimate(1, 0), Temperature.Fit(new ScoredImages(2)));

    [Fact]
    public void Calibrated_AtTemperatureOne_GivesTheProbabilitiesBack()
    {
        var images = new ScoredImages(3);
        images.Add("a", 0, [0.7f, 0.2f, 0.1f]);
        var probabilities = new float[3];

        images.Calibrated(0, 1, probabilities);

        Assert.Equal([0.7f, 0.2f, 0.1f], probabilities, (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    /// <summary>Labels drawn from softmax(z / temperature), answers given as softmax(z).</summary>
    private static ScoredImages Draw(int count, double temperature, int seed, bool reverse = false)
    {
        var random = new Random(seed);
        var rows = new List<(string Id, int Label, float[] Probabilities)>();
        for (int i = 0; i < count; i++)
        {
            double[] z = [.. Enumerable.Range(0, 5).Select(_ => 3 * random.NextDouble())];
            double chance = random.NextDouble();
            double[] truth = Softmax(z, temperature);
            int label = 0;
            while (label < 4 && (chance -= truth[label]) > 0)
            {
                label++;
            }

            rows.Add(($"{i:D6}", label, [.. Softmax(z, 1).Select(p => (float)p)]));
        }

        if (reverse)
        {
            rows.Reverse();
        }

        var images = new ScoredImages(5);
        foreach ((string id, int label, float[] probabilities) in rows)
        {
            images.Add(id, label, probabilities);
        }

        return images;
    }

    private static double[] Softmax(double[] z, double temperature)
    {
        double[] weights = [.. z.Select(value => Math.Exp(value / temperature))];
        double total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
    }

    private static double Loss(ScoredImages images, double temperature)
    {
        double loss = 0;
        var probabilities = new float[images.Classes];
        for (int image = 0; image < images.Count; image++)
        {
            images.Calibrated(image, temperature, probabilities);
            loss -= Math.Log(probabilities[images.Label(image)]);
        }

        return loss;
    }
}
