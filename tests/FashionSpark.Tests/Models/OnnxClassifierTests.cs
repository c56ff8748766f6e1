using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Scoring;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Models;

public sealed class OnnxClassifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_MetadataOfAnotherInput_IsNamed() => AssertIsRefused(
        metadata => metadata with { Width = 8 }, "says that 'pixels' is UInt8 [-1, 4, 8, 3], but its graph has UInt8 [-1, 4, 4, 3]");

    [Fact]
    public void Open_MetadataOfOtherClasses_IsNamed() => AssertIsRefused(
        metadata => metadata with { Classes = ["a", "b", "c"] }, "says that 'probabilities' is Float [-1, 3], but its graph has Float [-1, 2]");

    [Fact]
    public void Predict_FileAboveTheLimit_IsNotRead()
    {
        TinyModel.Write(_folder["model.onnx"], 4, [Fit.Crop]);
        using (FileStream file = File.Create(_folder["large.jpg"]))
        {
            file.SetLength((512L << 20) + 1);
        }

        using Predictor predictor = Predictor.Open(_folder["model.onnx"]);
        ImageFormatException e = Assert.Throws<ImageFormatException>(() => predictor.Predict(_folder["large.jpg"]));

        Assert.Equal(QuarantineReason.TooLarge, e.Reason);
        Assert.EndsWith("large.jpg' cannot be used: It has 512 MiB; the limit is 512 MiB.", e.Message, StringComparison.Ordinal);
    }

    private void AssertIsRefused(Func<ModelMetadata, ModelMetadata> change, string message)
    {
        TinyModel.Write(_folder["model.onnx"], 4, [Fit.Crop], change);

        ModelFormatException e = Assert.Throws<ModelFormatException>(() => ModelFormats.Open(_folder["model.onnx"], 1));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}
