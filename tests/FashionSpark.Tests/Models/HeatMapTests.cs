using FashionSpark.Models;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Models;

public class HeatMapTests
{
    /// <summary>Two by two pixels: black, grey, green, black.</summary>
    private static readonly byte[] Pixels = [0, 0, 0, 10, 10, 10, 0, 40, 0, 0, 0, 0];

    [Fact]
    public void Of_SeveralChannels_IsTheirSumFromLowestTo1() =>
        Assert.Equal([0.5f, 1, 0, 0.75f], HeatMap.Of([1, 3, -3, 0, 0, 0, 2, 2], 2, 2).Values);

    [Fact]
    public void Of_AllTheSame_IsZero() => Assert.Equal([0, 0], HeatMap.Of([7, 7], 2, 1).Values);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25f, 0)]
    [InlineData(0.5f, 0.5f)]
    [InlineData(0.75f, 1)]
    [InlineData(1, 1)]
    public void At_BetweenCentresOfCells_IsAStraightLine(float x, float value) =>
        Assert.Equal(value, new HeatMap(2, 2, [0, 1, 0, 1]).At(x, 0.3f), 1e-6f);

    [Theory]
    [InlineData(ModelMetadata.ActivationsName, 1, new[] { 0, 0.75f, 1, 0 })]
    [InlineData(ModelMetadata.ClassMapsName, 0, new[] { 0, 1f, 0, 0 })]
    [InlineData(ModelMetadata.ClassMapsName, 1, new[] { 0, 0.25f, 1, 0 })]
    public void HeatMap_OfAModel_IsOfTheClassWhereItHasMapsOfClasses(string maps, int label, float[] expected)
    {
        using var folder = new TemporaryFolder();
        TinyModel.Write(folder["tiny.onnx"], 2, [], maps: maps);
        using IClassifier model = ModelFormats.Open(folder["tiny.onnx"], 1);

        Assert.Equal(expected, model.HeatMap(Pixels, label)!.Values);
    }

    [Fact]
    public void HeatMap_OfAModelWithoutMaps_IsNull()
    {
        using var folder = new TemporaryFolder();
        TinyModel.Write(folder["tiny.onnx"], 2, []);
        using IClassifier model = ModelFormats.Open(folder["tiny.onnx"], 1);

        Assert.Null(model.HeatMap(Pixels, 0));
    }
}
