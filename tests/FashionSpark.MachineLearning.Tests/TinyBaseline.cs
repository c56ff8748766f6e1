using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.MachineLearning.Tests;

/// <summary>A prepared set of 300 + 100 images of noise around a level of their class, and baselines trained on it.</summary>
internal sealed class TinyBaseline : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyBaseline()
    {
        ModelFormats.Add(new MlNetFormat());
        TinyIdx.Write(_folder["idx"], train: 300, test: 100);
    }

    public FixedTime Time { get; } = new();

    public string Model => _folder["model.zip"];

    public string Warehouse => _folder["warehouse"];

    public PrepareOptions Prepare => new() { Source = _folder["idx"], Out = _folder["data"], ValidationShare = 0.2, Partitions = 2 };

    public TrainOptions Train => new() { Data = _folder["data"], Out = Model, Model = "baseline", Epochs = 20 };

    public ScoreOptions Score => new() { Data = _folder["data"], Model = Model };

    public string this[string file] => _folder[file];

    /// <summary>Prepares, and trains, scores and evaluates where options for that are given.</summary>
    public async Task<JobResult> RunAsync(
        PrepareOptions? prepare = null, TrainOptions? train = null, ScoreOptions? score = null, EvaluateOptions? evaluate = null, int parallelism = 2)
    {
        var job = new JobOptions { Job = "test", Warehouse = Warehouse, Prepare = prepare, Train = train, Score = score, Evaluate = evaluate };
        await using LocalEngine engine = new(
            new PartitionFunctionRegistry().AddCoreFunctions().AddMachineLearningFunctions(), parallelism, Time);
        Time.Advance(TimeSpan.FromMinutes(1));
        return await new JobRunner([new BaselineTrainer()]).RunAsync(job, engine, NoProgress.Instance, Time, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();
}
