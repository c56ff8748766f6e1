using FashionSpark.Cli.Doctor;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;

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
