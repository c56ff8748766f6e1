using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Images;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Torch.FineTuning;

namespace FashionSpark.Torch.Tests.FineTuning;

/// <summary>A short fine-tuning of the real backbone on a few real photos, with a floor.</summary>
public class RealPhotosTests
{
    [Fact]
    public async Task Thirty_photos_a_class_reach_the_floor()
    {
        Assert.SkipUnless(ClothingPhotos.AreThere, "The clothing photos and the backbone are not there (FASHIONSPARK_SHARED).");
        using TemporaryFolder folder = new();
        MemoryEngine engine = new(
            new PreparedProperties(ClothingPhotos.Classes, 160, 160, 3, Preprocessing.Name(Fit.Inside), [127, 127, 127], [60, 60, 60]),
            new Dictionary<string, RecordBatch> { [Split.Train] = ClothingPhotos.Read("train", 30, 160), [Split.Validation] = ClothingPhotos.Read("validation", 12, 160) })
        {
            Parallelism = 1,
        };
        FineTuneRecipe recipe = FineTuneProfiles.Quick with { Epochs = 3, TrainSize = 96, Average = 0.8 };
        TrainOptions options = new() { Data = "memory", Model = "fine-tune", Backbone = new BackboneOptions { File = ClothingPhotos.Backbone, Size = 128 }, Out = folder["model.onnx"], Partitions = 1 };
        await new FineTuneTrainer(_ => recipe).TrainAsync(engine, options, "run", NoProgress.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
        double accuracy = OnnxModelFile.Read(options.Out).Metadata!.Metrics["validation.accuracy"];
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"accuracy {accuracy:F4}"));
        Assert.InRange(accuracy, 0.5, 0.97);
    }
}
