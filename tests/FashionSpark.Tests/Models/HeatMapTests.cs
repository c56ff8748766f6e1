using FashionSpark.Models;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Models;

public class HeatMapTests
{
    [Fact]
    public void Of_SeveralChannels_IsTheirPositivePartAddedUpWithTheLargestAs1() =>
        Assert.Equal([0.25f, 1, 0, 0.5f], HeatMap.Of([1, 3, -5, 0, 0, 1, 0, 2], 2, 2).Values);

    [Fact]
    public void Of_NothingActive_IsAllZero() => Assert.Equal([0, 0], HeatMap.Of([-1, 0], 2, 1).Values);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25f, 0)]
    [InlineData(0.5f, 0.5f)]
    [InlineData(0.75f, 1)]
    [InlineData(1, 1)]
    public void At_BetweenCentresOfCells_IsAStraightLine(float x, float value) =>
        Assert.Equal(value, new HeatMap(2, 2, [0, 1, 0, 1]).At(x, 0.3f), 1e-6f);

    [Fact]
    public void HeatMap_OfAModel_ComesFromItsActivations()
    {
        using var folder = new TemporaryFolder();
        TinyModel.Write(folder["with.onnx"], 2, [], activations: true);
        TinyModel.Write(folder["without.onnx"], 2, []);
        byte[] pixels = [0, 0, 0, 10, 10, 10, 0, 40, 0, 0, 0, 0];

        using IClassifier with = ModelFormats.Open(folder["with.onnx"], 1);
        using IClassifier without = ModelFormats.Open(folder["without.onnx"], 1);

        Assert.Equal([0, 0.75f, 1, 0], with.HeatMap(pixels)!.Values);
        Assert.Null(without.HeatMap(pixels));
    }
}
