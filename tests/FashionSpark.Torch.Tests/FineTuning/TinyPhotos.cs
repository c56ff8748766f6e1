using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models.Backbones;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Torch.FineTuning;
using FashionSpark.Torch.Tests.Graphs;
using FashionSpark.Training;

namespace FashionSpark.Torch.Tests.FineTuning;

/// <summary>A fine-tuning of a second: pictures of differing sizes in 3 classes, mostly red, green or blue, and a made-up backbone.</summary>
internal sealed class TinyPhotos : IDisposable
{
    public const int Box = 20;
    private readonly TemporaryFolder _folder = new();

    public TinyPhotos() => File.WriteAllBytes(Backbone, BackboneGraphs.ToBytes(BackboneGraphs.Mobile()));

    public static FineTuneRecipe Recipe { get; } = new()
    {
        Epochs = 3,
        BatchSize = 8,
        TrainSize = 12,
        Size = 16,
        Average = 0.8,
        Rate = 5e-3,
        HeadRate = 2e-2,
        StepsPerRound = 2,
        MostStepsPerRound = 4,
        Bf16 = false,
    };

    public static IReadOnlyList<string> Classes { get; } = ["red", "green", "blue"];

    public static BackboneInput Input(ChannelOrder order = ChannelOrder.Rgb) => new("images", 16, TensorLayout.Nchw, order, Half: false, [127, 120, 110], [128, 100, 90]);

    public string Backbone => _folder["backbone.onnx"];

    public string Model => _folder["model.onnx"];

    public List<string> Notes { get; } = [];

    public TrainOptions Options => new() { Data = "memory", Model = "fine-tune", Backbone = new BackboneOptions { File = Backbone, Size = 16, Features = "features" }, Out = Model, Partitions = 1 };

    public static MemoryEngine Engine(Action<PartitionFunctionSpec>? before = null, IReadOnlyDictionary<string, RecordBatch>? splits = null, int channels = 3) => new(
        new PreparedProperties(Classes, Box, Box, channels, Preprocessing.Name(Fit.Inside), [127, 127, 127], [60, 60, 60]),
        splits ?? new Dictionary<string, RecordBatch> { [Split.Train] = Images(60, seed: 1), [Split.Validation] = Images(30, seed: 2) })
    {
        Parallelism = 2,
        Before = before,
    };

    public Task<TrainingResult> RunAsync(MemoryEngine engine, TrainOptions options, FineTuneRecipe? recipe = null) =>
        new FineTuneTrainer(_ => recipe ?? Recipe).TrainAsync(engine, options, "run", new Listener(Notes), new FixedTime(), TestContext.Current.CancellationToken);

    /// <summary>All weights of the model that was written.</summary>
    public byte[] Weights() => OnnxModelFile.Read(Model).WeightBytes();

    /// <param name="classes">Of the colours, how many occur.</param>
    public static RecordBatch Images(int count, int seed, int classes = 3)
    {
        Random random = new(seed);
        return PreparedImages.Batch(Enumerable.Range(0, count).Select(i =>
        {
            (int width, int height) = (random.Next(10, Box + 1), random.Next(10, Box + 1));
            byte[] pixels = new byte[width * height * 3];
            random.NextBytes(pixels);
            for (int p = 0; p < pixels.Length; p++)
            {
                pixels[p] = (byte)(p % 3 == i % classes ? 150 + (pixels[p] / 3) : pixels[p] / 2);
            }

            return (pixels, width, height, i % classes);
        }));
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Listener(List<string> notes) : IRunProgress
    {
        public IStageProgress Begin(string stage, double? total, string unit) => NoProgress.Instance;

        public void Note(string message) => notes.Add(message);
    }
}
