using System.Text.Json.Nodes;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Evaluation;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Web.Tests.Support;

namespace FashionSpark.Web.Tests.Api;

/// <summary>For the same file the service, <c>predict</c> and the job give the same probabilities, to the last bit.</summary>
public sealed class SameBitsTests : IDisposable
{
    private const int Size = 28;
    private const int Pictures = 60;

    private static readonly string[] Classes = [.. Enumerable.Range(0, 10).Select(i => $"class{i}")];

    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Probabilities_OfServicePredictAndJob_AreTheSame()
    {
        WritePhotos();
        var context = new PipelineContext { Engine = _engine, Warehouse = _folder["warehouse"], RunId = "run", Time = new FixedTime() };
        await PrepareStage.RunAsync(
            context, new PrepareOptions { Source = _folder["photos"], Out = _folder["data"], Size = Size, Channels = 1, ValidationShare = 0.2, TestShare = 0.2 }, CancellationToken.None);

        // Soft answers of ten classes: the numbers that a batch's vectors and its remainder would compute differently.
        WriteModel();
        await ScoreStage.RunAsync(
            context, new ScoreOptions { Data = _folder["data"], Model = _folder["model.onnx"], Splits = Split.All, BatchSize = 7 }, CancellationToken.None);
        Dictionary<string, float[]> job = await ScoredAsync();
        using Predictor predictor = Predictor.Open(_folder["model.onnx"]);
        await using Served served = await Served.StartAsync(options => options with { Models = [_folder["model.onnx"]], MaxFiles = Pictures, MaxWaiting = 2 * Pictures });

        string[] sources = [.. job.Keys];
        (string, byte[])[] files = [.. sources.Select(source => (source.Replace('/', '-'), File.ReadAllBytes(_folder["photos", source])))];
        JsonNode together = await served.AnswerAsync(Served.Form(files));
        for (int i = 0; i < sources.Length; i++)
        {
            JsonNode alone = (await served.AnswerAsync(Served.Body(files[i].Item2)))["predictions"]![0]!;
            Prediction one = predictor.Predict("file", files[i].Item2);
            Assert.Equal(Classes.Select((name, k) => (name, (double)job[sources[i]][k])), Exact(one).Order());
            Assert.Equal(Exact(one), Exact(alone));
            Assert.Equal(Exact(one), Exact(together["predictions"]![i]!));
        }

        Assert.Equal(Pictures, sources.Length);
    }

    [Fact]
    public async Task Model_ThatARunEvaluated_ShowsItsFigures()
    {
        WritePhotos();
        var context = new PipelineContext { Engine = _engine, Warehouse = _folder["warehouse"], RunId = "run", Time = new FixedTime() };
        await PrepareStage.RunAsync(
            context, new PrepareOptions { Source = _folder["photos"], Out = _folder["data"], Size = Size, Channels = 1, ValidationShare = 0.2, TestShare = 0.4 }, CancellationToken.None);
        WriteModel();
        await ScoreStage.RunAsync(context, new ScoreOptions { Data = _folder["data"], Model = _folder["model.onnx"] }, CancellationToken.None);
        EvaluateResult evaluated = await EvaluateStage.RunAsync(context, new EvaluateOptions(), CancellationToken.None);
        await using Served served = await Served.StartAsync(options => options with { Models = [_folder["model.onnx"]], Warehouses = [_folder["none"], _folder["warehouse"]] });

        JsonNode model = JsonNode.Parse(await served.Http.GetStringAsync("/api/model/level", TestContext.Current.CancellationToken))!;
        string tab = await served.Http.GetStringAsync("/model/level", TestContext.Current.CancellationToken);

        SplitReport test = evaluated.Splits.Single(split => split.Split == Split.Test);
        Assert.Equal(("run", "test"), ((string)model["evaluation"]!["run"]!, (string)model["evaluation"]!["split"]!));
        JsonNode accuracy = model["evaluation"]!["figures"]!.AsArray().Single(figure => (string?)figure!["metric"] == "accuracy" && figure["class"] is null)!;
        Assert.Equal((test.Accuracy.Value, test.Accuracy.N, test.Accuracy.Low!.Value), ((double)accuracy["value"]!, (long)accuracy["n"]!, (double)accuracy["low"]!));
        Assert.Equal(test.Accuracy.N, model["evaluation"]!["confusion"]!.AsArray().Sum(count => (long)count!["count"]!));
        Assert.Contains("<table class=\"matrix\">", tab, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Reliability diagram\"", tab, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", tab, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, tab, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_InABatch_IsWhatItIsAlone()
    {
        LevelModel.Write(_folder["model.onnx"], Size, sharpness: 0.13);
        byte[] pixels = Enumerable.Range(0, Pictures).SelectMany(i => Enumerable.Repeat((byte)(4 * i), Size * Size)).ToArray();
        foreach (int threads in (int[])[1, 2])
        {
            using IClassifier model = ModelFormats.Open(_folder["model.onnx"], threads);
            var together = new float[Pictures * 10];
            model.Predict(pixels, Pictures, together);
            for (int i = 0; i < Pictures; i++)
            {
                var alone = new float[10];
                model.Predict(pixels.AsMemory(i * Size * Size, Size * Size), 1, alone);
                Assert.Equal(alone, together.AsSpan(i * 10, 10).ToArray());
            }
        }
    }

    private void WriteModel()
    {
        LevelModel.Write(_folder["model.onnx"], Size, sharpness: 0.13);
        IModelFile file = ModelFormats.Read(_folder["model.onnx"]);
        file.SetMetadata(file.Metadata! with { Classes = Classes });
        file.Write(_folder["model.onnx"]);
    }

    private void WritePhotos()
    {
        for (int i = 0; i < Pictures; i++)
        {
            string folder = _folder["photos", Classes[i % 10]];
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, $"{i}.{(i % 2 == 0 ? "png" : "jpg")}"), i % 2 == 0 ? TestPictures.Png(i) : TestPictures.Jpeg(i, 90, 70));
        }
    }

    private async Task<Dictionary<string, float[]>> ScoredAsync()
    {
        var scored = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (RecordBatch batch in await _engine.ReadDelta(new DeltaRead(_folder["warehouse", "predictions"])).CollectAsync())
        {
            ListArray lists = batch.Column<ListArray>("probabilities");
            for (int row = 0; row < batch.Length; row++)
            {
                scored[batch.Column<StringArray>("source").GetString(row)] = ((FloatArray)lists.GetSlicedValues(row)).Values.ToArray();
            }
        }

        return scored;
    }

    private static IEnumerable<(string, double)> Exact(Prediction prediction) => prediction.Probabilities.Select(p => (p.Key, p.Value));

    private static IEnumerable<(string, double)> Exact(JsonNode prediction) =>
        prediction["probabilities"]!.AsArray().Select(p => ((string)p!["class"]!, (double)p["probability"]!));
}
