using System.Diagnostics;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Hosting;

/// <summary>Finds the worker for executors, or has it built: once, by the checkout that the command was started from.</summary>
internal sealed class WorkerFinder
{
    /// <summary>Where the worker is on the executors, set by whoever put it there.</summary>
    public const string WorkerVariable = "FASHIONSPARK_WORKER";

    /// <summary>A program that prints the folder of an up-to-date worker, set by the launcher of a checkout.</summary>
    public const string BuildVariable = "FASHIONSPARK_FIND_WORKER";

    private const string Folder = "worker";
    private const string TrainingFolder = "worker-training";

    private readonly Func<string, string?> _variable;
    private readonly IRunProgress _progress;
    private readonly string _home;

    /// <param name="home">Folder of the command; a worker shipped with it lies in there.</param>
    public WorkerFinder(Func<string, string?> variable, IRunProgress progress, string? home = null)
    {
        _variable = variable;
        _progress = progress;
        _home = home ?? AppContext.BaseDirectory;
    }

    public string? OnExecutors => _variable(WorkerVariable) is { Length: > 0 } path ? path : null;

    /// <returns>Null where there is none and none can be built; executors may have one all the same.</returns>
    /// <exception cref="InvalidInputException">It cannot be built.</exception>
    public async Task<FoundWorker?> FindAsync(bool training, CancellationToken cancellation)
    {
        string[] names = training ? [TrainingFolder] : [Folder, TrainingFolder];
        if (names.Select(name => Path.Combine(_home, name)).FirstOrDefault(Directory.Exists) is string beside)
        {
            return Found(beside);
        }

        return _variable(BuildVariable) is { Length: > 0 } build ? Found(await BuildAsync(build, training, cancellation)) : null;
    }

    private static FoundWorker Found(string folder)
    {
        string archive = Path.Combine(Path.GetDirectoryName(folder)!, $"fashionspark-{Path.GetFileName(folder)}.tar.gz");
        return new FoundWorker(folder, File.Exists(archive) ? archive : null);
    }

    private async Task<string> BuildAsync(string program, bool training, CancellationToken cancellation)
    {
        _progress.Note("Looking for the worker of the executors; the first time it is built, which takes about a minute");
        ProcessStartInfo start = new(program, training ? ["--training"] : []) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            string folder = output.Trim();
            return process.ExitCode == 0 && Directory.Exists(folder)
                ? folder
                : throw new InvalidInputException(
                    $"The worker cannot be built by '{program}' (exit code {process.ExitCode}). Name a built one with --worker or {WorkerVariable}. It says:\n{(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
