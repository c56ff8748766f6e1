using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Training;
using FashionSpark.Training.Transfer;

namespace FashionSpark.Engines.Tests.Training;

/// <summary>A linear head on a backbone's features: extracted, kept and summed over by partitions of this engine.</summary>
public sealed class TransferTests : IAsyncLifetime
{
    private readonly EngineUnderTest _engine;
    private readonly TemporaryFolder _folder = new();

    public TransferTests(EngineUnderTest engine) => _engine = engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TestPictures.WriteCloth(_folder["photos"]);
        new TinyBackbone { Shape = [-1, 3, 32, 32] }.Write(_folder["backbone.onnx"]);
        foreach (string data in (string[])["here", "local"])
        {
            await PrepareStage.RunAsync(
                new PipelineContext { Engine = _engine.Local, Warehouse = _folder["warehouse"], RunId = data, Time = new FixedTime() },
                new PrepareOptions { Source = _folder["photos"], Out = _folder[data], Size = 48, Fit = Fit.Inside },
                Cancellation);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait(Part.Name, Part.Short)]
    public async Task ThreePartitions_GiveTheHeadOfTheLocalEngine()
    {
        TrainingResult here = await TrainAsync(_engine.Engine, "here", partitions: 3);
        TrainingResult local = await TrainAsync(_engine.Local, "local", partitions: 1);

        Assert.Equal(local.BestEpoch, here.BestEpoch);
        foreach ((RoundMetric a, RoundMetric b) in local.Rounds.Where(Judged).Zip(here.Rounds.Where(Judged)))
        {
            Assert.Equal((a.Round, a.Split, a.Metric, a.N), (b.Round, b.Split, b.Metric, b.N));
            Assert.Equal(a.Value, b.Value, 1e-5);
        }

        ModelMetadata model = OnnxModelFile.Read(_folder["here.onnx"]).Metadata!;
        Assert.Equal(1, model.Metrics["validation.accuracy"]);
    }

    /// <summary>How many evaluations a minimum takes may depend on the last digits.</summary>
    private static bool Judged(RoundMetric metric) => metric.Metric is "loss" or "accuracy" or "strength";

    private Task<TrainingResult> TrainAsync(IEngine engine, string data, int partitions) => new TransferTrainer().TrainAsync(
        engine,
        new TrainOptions
        {
            Data = _folder[data],
            Model = TransferTrainer.Name,
            Out = _folder[$"{data}.onnx"],
            Partitions = partitions,
            Backbone = new BackboneOptions { File = _folder["backbone.onnx"], Mean = [127], Scale = [128] },
        },
        "run",
        NoProgress.Instance,
        new FixedTime(),
        Cancellation);
}
