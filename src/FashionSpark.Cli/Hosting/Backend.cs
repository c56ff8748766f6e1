using System.Runtime.CompilerServices;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Torch;
using FashionSpark.Training;

namespace FashionSpark.Cli.Hosting;

/// <summary>The real pipeline. <c>predict</c> must not wait for libraries it has no use for, so each door is apart.</summary>
internal sealed class Backend : IBackend
{
    private readonly TimeProvider _time;

    public Backend(TimeProvider time) => _time = time;

    public JobOptions ReadJob(string path, IReadOnlyList<string> settings) => JobFile.Read(path, settings);

    public async Task<JobResult> RunJobAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation)
    {
        await using IEngine engine = EngineFactory.Create(job.Engine, _time);
        return await new JobRunner(Trainers()).RunAsync(job, engine, progress, _time, cancellation);
    }

    public IPredictor OpenPredictor(string model) => new OnnxPredictor(model);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<ITrainer> Trainers() => [new CnnTrainer()];
}
