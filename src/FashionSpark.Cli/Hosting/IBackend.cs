using FashionSpark.Cli.Doctor;
using FashionSpark.Pipeline;
using FashionSpark.Web;

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

    /// <summary>Starts the service.</summary>
    /// <param name="options">What to serve, and where.</param>
    /// <param name="log">Takes a line of its log.</param>
    /// <param name="cancellation">Stops the start.</param>
    Task<IService> ServeAsync(ServeOptions options, Action<string> log, CancellationToken cancellation);
}
