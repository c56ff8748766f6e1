using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Hosting;

/// <summary>The real pipeline.</summary>
internal sealed class Backend : IBackend
{
    public Backend(TimeProvider time) => _ = time;

    public JobOptions ReadJob(string path, IReadOnlyList<string> settings) => throw new NotSupportedException();

    public Task<JobResult> RunJobAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation) => throw new NotSupportedException();

    public IPredictor OpenPredictor(string model) => throw new NotSupportedException();
}
