using FashionSpark.Cli.Doctor;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;
using FashionSpark.Web;

namespace FashionSpark.Cli.Tests;

/// <summary>Remembers the jobs it gets; does with them what a test says.</summary>
internal sealed class FakeBackend : IBackend
{
    public JobOptions? Job { get; private set; }

    public IReadOnlyList<string> Settings { get; private set; } = [];

    /// <summary>What running a job does.</summary>
    public Func<JobOptions, IRunProgress, CancellationToken, Task<JobResult>> Run { get; set; } = (_, _, _) => Task.FromResult(Samples.Quickstart);

    /// <summary>What predicting a file does.</summary>
    public Func<string, Prediction> Predict { get; set; } = Samples.Prediction;

    public JobOptions ReadJob(string path, IReadOnlyList<string> settings)
    {
        Settings = settings;
        return new JobOptions
        {
            Job = path,
            Warehouse = "from-file",
            Train = new TrainOptions { Data = "d", Out = "m.onnx", Seed = 7 },
        };
    }

    public Task<JobResult> RunJobAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation)
    {
        Job = job;
        return Run(job, progress, cancellation);
    }

    /// <summary>What <c>doctor</c> finds.</summary>
    public IReadOnlyList<Check> Checks { get; set; } = [Check.Ok("libtorch", "2.7")];

    public Task<IReadOnlyList<Check>> ExamineAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation)
    {
        Job = job;
        return Task.FromResult(Checks);
    }

    public IPredictor OpenPredictor(string model, int maxMegapixels) => new Predictor(this);

    /// <summary>What the service was started with.</summary>
    public ServeOptions? Served { get; private set; }

    public Task<IService> ServeAsync(ServeOptions options, Action<string> log, CancellationToken cancellation)
    {
        Served = options;
        log("2026-11-25T12:00:00Z info: a line of the log");
        return Task.FromResult<IService>(new Service());
    }

    /// <summary>Was asked to stop as soon as it ran.</summary>
    private sealed class Service : IService
    {
        public IReadOnlyList<string> Urls => ["http://127.0.0.1:8080"];

        public IReadOnlyList<(string Name, string Version)> Models => [("cnn-quick", "cnn-quick@01234567"), ("photos", "transfer@89abcdef")];

        public Task RunAsync(CancellationToken cancellation) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Predictor : IPredictor
    {
        private readonly FakeBackend _backend;

        public Predictor(FakeBackend backend) => _backend = backend;

        public Prediction Predict(string file) => _backend.Predict(file);

        public void Dispose()
        {
        }
    }
}
