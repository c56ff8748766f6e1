using FashionSpark.Cli.Doctor;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Hosting;

/// <summary>The pipeline as the command sees it; tests put a fake in its place.</summary>
internal interface IBackend
{
    /// <summary>Reads a job file with <c>key=value</c> settings applied.</summary>
    JobOptions ReadJob(string path, IReadOnlyList<string> settings);

    Task<JobResult> RunJobAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation);

    /// <summary>Checks what a run with this job's engine needs.</summary>
    Task<IReadOnlyList<Check>> ExamineAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation);

    /// <summary>Opens a model for single images.</summary>
    IPredictor OpenPredictor(string model, int maxMegapixels);
}
