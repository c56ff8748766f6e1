using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Torch.Cnn;
using FashionSpark.Training;

namespace FashionSpark.Torch.Tests.Training;

/// <summary>A training of a second: 8x8 images of 3 classes, each a bright row somewhere in its third of the image.</summary>
internal sealed class TinyTraining : IDisposable
{
    private const int Side = 8;
    private readonly TemporaryFolder _folder = new();

    public static CnnRecipe Recipe { get; } = new()
    {
        Network = "c8-k16-q16",
        Epochs = 3,
        BatchSize = 20,
        Erase = 0.2,
        Shift = 1,
        StepsPerRound = 2,
        MostStepsPerRound = 4,
        Bf16 = false,
    };

    public string Model => _folder["model.onnx"];

    public string CheckpointFolder => _folder["model.checkpoint"];

    public FixedTime Time { get; } = new();

    public List<string> Notes { get; } = [];

    public TrainOptions Options => new() { Data = "memory", Out = Model, Partitions = 1 };

    public static MemoryEngine Engine(int parallelism = 1, Action<PartitionFunctionSpec>? before = null, double deviation = 60, string preprocessing = "1",
        bool inProcess = true, string? localFolder = null) => new(
        new PreparedProperties(["top", "middle", "bottom"], Side, Side, 1, preprocessing, [40], [deviation]),
        new Dictionary<string, RecordBatch> { [Split.Train] = Images(200, seed: 1), [Split.Validation] = Images(50, seed: 2) })
        {
            Parallelism = parallelism,
            Before = before,
            IsInProcess = inProcess,
            LocalFolder = localFolder,
        };

    public Task<TrainingResult> RunAsync(MemoryEngine engine, TrainOptions options, CnnRecipe? recipe = null, string runId = "run") =>
        new CnnTrainer(_ => recipe ?? Recipe).TrainAsync(engine, options, runId, new Listener(Notes), Time, TestContext.Current.CancellationToken);

    /// <summary>All weights of the model that was written.</summary>
    public byte[] Weights() => OnnxModelFile.Read(Model).WeightBytes();

    private static RecordBatch Images(int count, int seed)
    {
        Random random = new(seed);
        return PreparedImages.Batch(Enumerable.Range(0, count).Select(i =>
        {
            byte[] pixels = new byte[Side * Side];
            random.NextBytes(pixels);
            for (int p = 0; p < pixels.Length; p++)
            {
                pixels[p] /= 3;
            }

            int label = i % 3;
            pixels.AsSpan((((label * Side) + random.Next(Side)) / 3) * Side, Side).Fill(230);
            return (pixels, label);
        }));
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Listener(List<string> notes) : IRunProgress
    {
        public IStageProgress Begin(string stage, double? total, string unit) => NoProgress.Instance;

        public void Note(string message) => notes.Add(message);
    }
}
