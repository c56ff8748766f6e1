using FashionSpark.Models;

namespace FashionSpark.MachineLearning.Tests;

/// <summary>A short training on all of Fashion-MNIST, with a floor.</summary>
public sealed class RealImagesTests : IDisposable
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("FASHIONSPARK_FASHION_MNIST") ?? "/usr/share/datasets/fashion-mnist";

    private readonly TinyBaseline _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Five_passes_over_Fashion_Mnist_reach_the_floor()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"Fashion-MNIST is not in '{Folder}' (Debian package dataset-fashion-mnist).");

        await _job.RunAsync(_job.Prepare with { Source = Folder, ValidationShare = 1.0 / 12 }, _job.Train with { Epochs = 5 });

        // Validation has 5,000 images: standard error 0.0045. A perfect score would mean a leak.
        Assert.InRange(ModelFormats.Read(_job.Model).Metadata!.Metrics["validation.accuracy"], 0.88, 0.95);
    }
}
