using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Aws.Tests;

/// <summary>A job with a sink: 40 pictures of two classes in three splits, one more that cannot be used, a model, and what is done with them.</summary>
internal static class SinkSample
{
    public static void Write(TemporaryFolder folder)
    {
        foreach ((string split, int count, int seed) in ((string, int, int)[])[("train", 24, 0), ("validation", 8, 100), ("test", 8, 200)])
        {
            TestPictures.WriteFolder(folder["photos", split], classes: 2, perClass: count / 2, seed);
        }

        File.WriteAllText(folder["photos", "train", "class0", "broken.png"], "no picture");
        TinyModel.Write(folder["model.onnx"], 16, []);
    }

    /// <summary>Pictures to figures to the sink.</summary>
    public static async Task<JobResult> RunAsync(TemporaryFolder folder, ISinkKind kind, SinkOptions sink)
    {
        await using LocalEngine engine = AwsEngines.Local();
        var job = new JobOptions
        {
            Job = "nightly",
            Warehouse = folder["warehouse"],
            Prepare = new PrepareOptions { Source = folder["photos"], Out = folder["data"], Size = 16 },
            Score = new ScoreOptions { Data = folder["data"], Model = folder["model.onnx"] },
            Evaluate = new EvaluateOptions(),
            Sink = sink,
        };
        return await new JobRunner([], sinks: new SinkKinds(kind))
            .RunAsync(job, engine, NoProgress.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>The last stage of a run once more, as after a process that was killed before it could say that it was done.</summary>
    public static async Task<PublishResult> PublishAsync(TemporaryFolder folder, ISinkKind kind, SinkOptions sink, JobResult result)
    {
        await using LocalEngine engine = AwsEngines.Local();
        var context = new PipelineContext { Engine = engine, Warehouse = folder["warehouse"], RunId = result.RunId };
        return await new PublishStage(context, new SinkKinds(kind)).RunAsync(
            sink, result.Prepare, result.Score, result.Evaluate, TestContext.Current.CancellationToken);
    }
}
