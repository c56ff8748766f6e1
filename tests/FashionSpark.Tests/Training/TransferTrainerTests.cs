using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Images;
using FashionSpark.Models.Backbones;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Training;
using FashionSpark.Training.Transfer;
using Microsoft.ML.OnnxRuntime;
using ModelMetadata = FashionSpark.Models.ModelMetadata;

namespace FashionSpark.Tests.Training;

/// <summary>From pictures of coloured cloth to a model, by a backbone of random weights.</summary>
public sealed class TransferTrainerTests : IDisposable
{
    private const int Size = 32;
    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();
    private readonly List<string> _notes = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TrainAsync_LearnsAndSaysWhatItDid()
    {
        await PrepareAsync();

        TrainingResult result = await TrainAsync();

        ModelMetadata metadata = OnnxModelFile.Read(_folder["model.onnx"]).Metadata!;
        Assert.Equal(("transfer", Size, Size, 3, Preprocessing.Name(Fit.Inside)), (metadata.Name, metadata.Width, metadata.Height, metadata.Channels, metadata.Preprocessing));
        Assert.Equal((48, 48), (metadata.PreparedWidth, metadata.PreparedHeight));
        Assert.Equal([Fit.Letterbox, Fit.Crop], metadata.Views);
        Assert.StartsWith("b@", metadata.Backbone, StringComparison.Ordinal);
        Assert.Equal(1, metadata.Metrics["validation.accuracy"]);
        Assert.Equal(result.Rounds.Where(r => r is { Split: "validation", Metric: "loss" }).Min(r => r.Value), metadata.Metrics["validation.loss"]);
        Assert.Equal(72, result.Images);
    }

    [Fact]
    public async Task Score_AndPredict_GiveTheSameBits()
    {
        await PrepareAsync();
        await TrainAsync();

        await ScoreStage.RunAsync(Context(), new ScoreOptions { Data = _folder["data"], Model = _folder["model.onnx"], Splits = ["test"] }, CancellationToken.None);

        using Predictor predictor = Predictor.Open(_folder["model.onnx"]);
        List<RecordBatch> rows = await _engine.ReadDelta(new DeltaRead(_folder["warehouse", "predictions"])).CollectAsync();
        Assert.Equal(12, rows.Sum(batch => batch.Length));
        foreach (RecordBatch batch in rows)
        {
            for (int row = 0; row < batch.Length; row++)
            {
                Prediction one = predictor.Predict("file", File.ReadAllBytes(_folder["photos", batch.Column<StringArray>("source").GetString(row)]));
                Assert.Equal(one.Confidence, batch.Column<FloatArray>("confidence").GetValue(row)!.Value);
                Assert.Equal(batch.Column<StringArray>("actual").GetString(row), one.Class);
            }
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(17)]
    [InlineData(20)]
    public async Task Model_AnswersAsTheHeadOnTheFeatures_AndItsMapsAddUp(int opset)
    {
        new TinyBackbone { Shape = [-1, 3, Size, Size], Opset = opset }.Write(_folder["b.onnx"]);
        await PrepareAsync();
        await TrainAsync();
        Backbone backbone = Backbone.Open(Options.Backbone!);
        using FeatureExtractor extractor = new(backbone.Spec, threads: 1);
        byte[] pixels = new byte[2 * Size * Size * 3];
        new System.Random(3).NextBytes(pixels);
        float[] features = new float[4 * backbone.Spec.FeatureCount];
        extractor.Run(pixels, 2, features);

        using InferenceSession session = new(_folder["model.onnx"]);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [2, Size, Size, 3]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
            run, [ModelMetadata.InputName], [input], [ModelMetadata.ProbabilitiesName, ModelMetadata.ActivationsName, ModelMetadata.ClassMapsName]);

        // The head's weights are in the file; softmax by hand, averaged over the four views.
        float[] weights = Initializer("head.weight");
        float[] bias = Initializer("head.bias");
        double[][] logits = [.. Enumerable.Range(0, 4).Select(view => (double[])[.. Enumerable.Range(0, 3).Select(k =>
            bias[k] + Enumerable.Range(0, backbone.Spec.FeatureCount).Sum(f => (double)weights[(k * backbone.Spec.FeatureCount) + f] * features[(view * backbone.Spec.FeatureCount) + f]))])];
        double[] expected = [.. Enumerable.Range(0, 3).Select(k => logits.Average(l => Math.Exp(l[k]) / l.Sum(Math.Exp)))];
        ReadOnlySpan<float> probabilities = outputs[0].GetTensorDataAsSpan<float>();
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(expected[k], probabilities[k], 4);
        }

        Assert.Equal([1, 8, 8, 8], outputs[1].GetTensorTypeAndShape().Shape);
        Assert.Equal([1, 3, 8, 8], outputs[2].GetTensorTypeAndShape().Shape);
        float[] maps = outputs[2].GetTensorDataAsSpan<float>().ToArray();
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(logits[0][k], maps.Skip(k * 64).Take(64).Average() + bias[k], 3);
        }
    }

    [Fact]
    public async Task TrainAsync_Again_TakesTheFeaturesThatAreThere()
    {
        await PrepareAsync();
        await TrainAsync();
        byte[] first = OnnxModelFile.Read(_folder["model.onnx"]).WeightBytes();

        await TrainAsync(options => options with { Overwrite = true }, "other");

        Assert.Contains(_notes, note => note.Contains("Features are there already", StringComparison.Ordinal));
        Assert.Equal(first, OnnxModelFile.Read(_folder["model.onnx"]).WeightBytes());
    }

    [Fact]
    public async Task TrainAsync_OtherPixelsInTheSameFolder_AreExtractedAnew()
    {
        await PrepareAsync();
        await TrainAsync();
        Directory.Delete(_folder["data"], recursive: true);
        Directory.Delete(_folder["photos"], recursive: true);
        await PrepareAsync(seed: 1);

        await TrainAsync(options => options with { Overwrite = true }, "other");

        Assert.DoesNotContain(_notes, note => note.Contains("Features are there already", StringComparison.Ordinal));
        string table = Directory.GetDirectories(_folder.Path, "data_features_*").Single();
        Assert.Equal(96, (await _engine.ReadDelta(new DeltaRead(table)).CollectAsync()).Sum(batch => batch.Length));
    }

    [Fact]
    public async Task TrainAsync_EpochsOfAnExactFit_AreRefused()
    {
        await PrepareAsync();

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => TrainAsync(options => options with { Epochs = 3 }));

        Assert.Contains("has no epochs, batches or rounds", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BackboneThatIsNotThere_IsNamed()
    {
        var trainer = new TransferTrainer();
        new TinyBackbone { Shape = [-1, 3, Size, Size] }.Write(_folder["b.onnx"]);

        trainer.Check(Options);
        ModelFormatException e = Assert.Throws<ModelFormatException>(() => trainer.Check(Options with { Backbone = new BackboneOptions { File = _folder["nowhere.onnx"] } }));

        Assert.Contains($"Backbone '{_folder["nowhere.onnx"]}' cannot be read", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_ModelIsThere_IsReplacedOnlyOnRequest()
    {
        await PrepareAsync();
        TrainingResult first = await TrainAsync();

        Assert.Equal(first.Rounds, (await TrainAsync()).Rounds);
        await Assert.ThrowsAsync<OutputExistsException>(() => TrainAsync(runId: "other"));
    }

    [Fact]
    public async Task TrainAsync_GreyData_IsRefused()
    {
        await PrepareAsync(channels: 1);

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => TrainAsync());

        Assert.Contains("--channels 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_BackboneThatGivesNoNumbers_NamesTheImage()
    {
        await PrepareAsync();
        new TinyBackbone { Shape = [-1, 3, Size, Size], Offset = float.PositiveInfinity }.Write(_folder["b.onnx"]);

        TrainingException e = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync());

        Assert.Contains("no numbers for image", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["model.onnx"]));
    }

    private TrainOptions Options => new()
    {
        Data = _folder["data"],
        Model = TransferTrainer.Name,
        Out = _folder["model.onnx"],
        Backbone = new BackboneOptions { File = _folder["b.onnx"], Mean = [127], Scale = [128] },
    };

    private float[] Initializer(string name) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(
        OnnxModelFile.ParseProto(File.ReadAllBytes(_folder["model.onnx"]), "model").Graph.Initializer.Single(tensor => tensor.Name == name).RawData.Span).ToArray();

    private Task<TrainingResult> TrainAsync(Func<TrainOptions, TrainOptions>? change = null, string runId = "run")
    {
        if (!File.Exists(_folder["b.onnx"]))
        {
            new TinyBackbone { Shape = [-1, 3, Size, Size] }.Write(_folder["b.onnx"]);
        }

        return new TransferTrainer().TrainAsync(
            _engine, change?.Invoke(Options) ?? Options, runId, new Listener(_notes), new FixedTime(), TestContext.Current.CancellationToken);
    }

    private PipelineContext Context(string runId = "run") => new() { Engine = _engine, Warehouse = _folder["warehouse"], RunId = runId, Time = new FixedTime() };

    private async Task PrepareAsync(int channels = 3, int seed = 0)
    {
        TestPictures.WriteCloth(_folder["photos"], seed);
        await PrepareStage.RunAsync(
            Context($"prepare{seed}"),
            new PrepareOptions { Source = _folder["photos"], Out = _folder["data"], Size = 48, Fit = Fit.Inside, Channels = channels },
            CancellationToken.None);
    }

    private sealed class Listener(List<string> notes) : IRunProgress
    {
        public IStageProgress Begin(string stage, double? total, string unit) => NoProgress.Instance;

        public void Note(string message) => notes.Add(message);
    }
}
