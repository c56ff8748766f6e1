using FashionSpark.Training.Transfer;

namespace FashionSpark.Tests.Training;

public sealed class LbfgsTests
{
    [Fact]
    public async Task MinimiseAsync_Rosenbrock_FindsTheValley()
    {
        Lbfgs search = new(
            x =>
            {
                double a = 1 - x[0];
                double b = x[1] - (x[0] * x[0]);
                return Task.FromResult(((a * a) + (100 * b * b), (double[])[(-2 * a) - (400 * x[0] * b), 200 * b]));
            },
            _ => { },
            tolerance: 1e-9,
            most: 200);

        (double[] point, _) = await search.MinimiseAsync([-1.2, 1]);

        Assert.Equal(1, point[0], 8);
        Assert.Equal(1, point[1], 8);
        Assert.InRange(search.Evaluations, 10, 80);
    }

    [Fact]
    public async Task MinimiseAsync_StretchedBowl_IsExact()
    {
        double[] curvature = [.. Enumerable.Range(0, 50).Select(i => Math.Pow(10, i / 12.0))];
        Lbfgs search = new(
            x => Task.FromResult((x.Select((v, i) => curvature[i] / 2 * (v - i) * (v - i)).Sum(), (double[])[.. x.Select((v, i) => curvature[i] * (v - i))])),
            _ => { },
            tolerance: 1e-9,
            most: 1000);

        (double[] point, _) = await search.MinimiseAsync(new double[50]);

        Assert.All(point.Select((v, i) => Math.Abs(v - i)), off => Assert.InRange(off, 0, 1e-7));
    }

    [Fact]
    public async Task MinimiseAsync_KnownCurvature_TakesTwoSteps()
    {
        Lbfgs search = new(
            x => Task.FromResult(((x[0] * x[0] / 2) + (500 * x[1] * x[1]), (double[])[x[0], 1000 * x[1]])), v => v[1] /= 1000, tolerance: 1e-9, most: 100);

        (double[] point, _) = await search.MinimiseAsync([5, 3]);

        Assert.Equal([0, 0], point);
        Assert.Equal(2, search.Evaluations);
    }

    [Fact]
    public async Task MinimiseAsync_ValueThatIsNoNumber_EndsThere()
    {
        (_, double value) = await new Lbfgs(x => Task.FromResult((double.NaN, x)), _ => { }, 1e-9, 100).MinimiseAsync([1, 2]);

        Assert.Equal(double.NaN, value);
    }

    [Fact]
    public async Task MinimiseAsync_AtTheMinimum_AsksOnce()
    {
        Lbfgs search = new(x => Task.FromResult((x[0] * x[0], (double[])[2 * x[0]])), _ => { }, 1e-9, 100);

        await search.MinimiseAsync([0]);

        Assert.Equal(1, search.Evaluations);
    }
}
