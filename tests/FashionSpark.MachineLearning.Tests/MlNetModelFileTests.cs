using System.IO.Compression;
using FashionSpark.Models;
using FashionSpark.Scoring;
using FashionSpark.Testing.Data;
using Microsoft.ML;

namespace FashionSpark.MachineLearning.Tests;

public sealed class MlNetModelFileTests : IAsyncLifetime
{
    private readonly TinyBaseline _tiny = new();

    public async ValueTask InitializeAsync() => await _tiny.RunAsync(_tiny.Prepare, _tiny.Train);

    public ValueTask DisposeAsync()
    {
        _tiny.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Probabilities_of_every_image_add_up_to_one_with_any_number_of_threads()
    {
        (float[] one, int classes) = Predict(threads: 1);
        (float[] two, _) = Predict(threads: 2);

        Assert.Equal(one, two);
        Assert.All(one.Chunk(classes), of => Assert.Equal(1, of.Sum(), 1e-5));
    }

    [Fact]
    public void Temperature_divides_the_logarithms_of_the_probabilities()
    {
        SetMetadata(metadata => metadata with { Temperature = 1 });
        (float[] before, int classes) = Predict();
        SetMetadata(metadata => metadata with { Temperature = 2, Threshold = 0.4 });

        (float[] after, _) = Predict();

        double[] roots = [.. before[..classes].Select(p => Math.Sqrt(p))];
        Assert.All(Enumerable.Range(0, classes), i => Assert.Equal(roots[i] / roots.Sum(), after[i], 1e-5));
        using IClassifier model = ModelFormats.Open(_tiny.Model, 1);
        Assert.Equal((2, 0.4), (model.Metadata.Temperature, model.Metadata.Threshold));
    }

    [Fact]
    public void File_is_one_that_MlNet_loads_by_itself()
    {
        new MLContext().Model.Load(_tiny.Model, out DataViewSchema schema);

        Assert.Equal(["Features", "Label"], schema.Select(column => column.Name));
    }

    [Fact]
    public void Single_images_are_answered_as_for_any_model()
    {
        string image = _tiny["image-idx2-ubyte"];
        TinyIdx.WriteFile(image, [28, 28], Enumerable.Repeat((byte)180, 28 * 28).ToArray());

        using var predictor = Predictor.Open(_tiny.Model);

        Assert.Equal(10, predictor.Predict(image).Probabilities.Count);
    }

    [Fact]
    public void Zip_of_another_kind_is_refused()
    {
        using (ZipArchive zip = ZipFile.Open(_tiny["other.zip"], ZipArchiveMode.Create))
        {
            zip.CreateEntry("readme.txt");
        }

        ModelFormatException e = Assert.Throws<ModelFormatException>(() => ModelFormats.Open(_tiny["other.zip"], 1));

        Assert.Contains("not one of our models", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.9)]
    public void Cut_file_is_refused(double kept)
    {
        byte[] content = File.ReadAllBytes(_tiny.Model);
        File.WriteAllBytes(_tiny.Model, content[..(int)(content.Length * kept)]);

        ModelFormatException e = Assert.Throws<ModelFormatException>(() => ModelFormats.Open(_tiny.Model, 1));

        Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_of_another_version_are_refused()
    {
        using (ZipArchive zip = ZipFile.Open(_tiny.Model, ZipArchiveMode.Update))
        {
            zip.GetEntry("fashionspark/features")!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("fashionspark/features").Open());
            writer.Write("hog/9");
        }

        ModelFormatException e = Assert.Throws<ModelFormatException>(() => ModelFormats.Open(_tiny.Model, 1));

        Assert.Contains("'hog/9'", e.Message, StringComparison.Ordinal);
    }

    private void SetMetadata(Func<ModelMetadata, ModelMetadata> change)
    {
        IModelFile file = ModelFormats.Read(_tiny.Model);
        file.SetMetadata(change(file.Metadata!));
        file.Write(_tiny.Model);
    }

    private (float[] Probabilities, int Classes) Predict(int threads = 1)
    {
        using IClassifier model = ModelFormats.Open(_tiny.Model, threads);
        const int Images = 20;
        var pixels = new byte[Images * model.InputLength];
        new Random(3).NextBytes(pixels);
        var probabilities = new float[Images * model.Metadata.Classes.Count];
        model.Predict(pixels, Images, probabilities);
        return (probabilities, model.Metadata.Classes.Count);
    }
}
