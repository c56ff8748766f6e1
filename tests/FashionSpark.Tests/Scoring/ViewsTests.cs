using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Scoring;

/// <summary>Pictures that keep their proportions, and the views that a model takes of them, from file to prediction.</summary>
public sealed class ViewsTests : IDisposable
{
    private const int Box = 32;
    private const int ModelSize = 16;
    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_Inside_EveryRowHasItsOwnSize()
    {
        PreparedProperties properties = await PrepareAsync();

        Assert.Equal((Box, Box, false), (properties.Width, properties.Height, properties.HasOneSize()));
        List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(_folder["data"])).CollectAsync();
        var sizes = rows.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => new PreparedPictures(batch)[row]))
            .Select(picture => (picture.Width, picture.Height)).ToHashSet();
        Assert.Equal([(12, 8), (20, 32), (32, 24)], sizes.Order());
        Assert.All(properties.Mean, mean => Assert.InRange(mean, 100, 155));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public async Task Score_AndPredict_GiveTheSameBits(int batchSize)
    {
        await PrepareAsync();
        TinyModel.Write(_folder["model.onnx"], ModelSize, [Fit.Letterbox, Fit.Crop], Boxed);

        await ScoreStage.RunAsync(
            Context(), new ScoreOptions { Data = _folder["data"], Model = _folder["model.onnx"], Splits = Split.All, BatchSize = batchSize }, CancellationToken.None);

        using Predictor predictor = Predictor.Open(_folder["model.onnx"]);
        var letterbox = new ImageNormalizer(ImageDecoders.Default, ModelSize, ModelSize, 3, Fit.Letterbox);
        int compared = 0;
        foreach (RecordBatch batch in await _engine.ReadDelta(new DeltaRead(_folder["warehouse", "predictions"])).CollectAsync())
        {
            for (int row = 0; row < batch.Length; row++)
            {
                byte[] file = File.ReadAllBytes(_folder["photos", batch.Column<StringArray>("source").GetString(row)]);
                Prediction one = predictor.Predict("file", file);
                Assert.Equal(one.Confidence, batch.Column<FloatArray>("confidence").GetValue(row)!.Value);
                Assert.Equal(one.Class, batch.Column<StringArray>("class").GetString(row));

                // Both views count: the whole picture, padded with black, alone would be darker.
                double white = one.Probabilities.Single(p => p.Key == "class0").Value;
                Assert.True(white > letterbox.Normalize(file).Pixels.Span.ToArray().Average(p => p / 255.0));
                compared++;
            }
        }

        Assert.Equal(30, compared);
    }

    [Fact]
    public async Task Score_DataInAnotherBox_IsRefused()
    {
        await PrepareAsync();
        TinyModel.Write(_folder["model.onnx"], ModelSize, [Fit.Letterbox], metadata => Boxed(metadata) with { PreparedWidth = 320 });

        ModelFormatException e = await Assert.ThrowsAsync<ModelFormatException>(() => ScoreStage.RunAsync(
            Context(), new ScoreOptions { Data = _folder["data"], Model = _folder["model.onnx"] }, CancellationToken.None));

        Assert.Contains("size: model 320 x 32 x 3, data 32 x 32 x 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ModelOfSquaresOnPicturesOfAnySize_IsRefused()
    {
        await PrepareAsync();
        TinyModel.Write(_folder["model.onnx"], Box, []);

        ModelFormatException e = await Assert.ThrowsAsync<ModelFormatException>(() => ScoreStage.RunAsync(
            Context(), new ScoreOptions { Data = _folder["data"], Model = _folder["model.onnx"] }, CancellationToken.None));

        Assert.Contains($"preprocessing: model {Preprocessing.Name(Fit.Letterbox)}, data {Preprocessing.Name(Fit.Inside)}", e.Message, StringComparison.Ordinal);
    }

    private static ModelMetadata Boxed(ModelMetadata metadata) => metadata with { PreparedWidth = Box, PreparedHeight = Box };

    private PipelineContext Context() => new() { Engine = _engine, Warehouse = _folder["warehouse"], RunId = "run", Time = new FixedTime() };

    /// <summary>30 pictures: wide, high, and smaller than the box.</summary>
    private async Task<PreparedProperties> PrepareAsync()
    {
        (int Width, int Height)[] sizes = [(40, 30), (40, 64), (12, 8)];
        for (int i = 0; i < 30; i++)
        {
            string path = _folder["photos", $"class{i % 2}", $"{i}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, TestPictures.Png(seed: i, sizes[i % 3].Width, sizes[i % 3].Height));
        }

        await PrepareStage.RunAsync(
            Context(), new PrepareOptions { Source = _folder["photos"], Out = _folder["data"], Size = Box, Fit = Fit.Inside }, CancellationToken.None);
        return PreparedProperties.Read((await _engine.DescribeDeltaAsync(_folder["data"], null, CancellationToken.None))!);
    }
}
