using System.Runtime.CompilerServices;
using FashionSpark.Cli.Commands;
using FashionSpark.Cli.Doctor;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.MachineLearning;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Pipeline.Sinks;
using FashionSpark.Postgres;
using FashionSpark.S3;
using FashionSpark.Torch;
using FashionSpark.Training;
using FashionSpark.Training.Transfer;
using FashionSpark.Web;
using FashionSpark.Web.Hosting;

namespace FashionSpark.Cli.Hosting;

/// <summary>The real pipeline. <c>predict</c> must not wait for libraries it has no use for, so each door is apart.</summary>
internal sealed class Backend : IBackend
{
    private readonly TimeProvider _time;
    private readonly Func<string, string?> _variable;

    public Backend(TimeProvider time, Func<string, string?> variable)
    {
        _time = time;
        _variable = variable;
        ModelFormats.Add(new MlNetFormat());
    }

    public JobOptions ReadJob(string path, IReadOnlyList<string> settings) => JobFile.Read(path, settings);

    public async Task<JobResult> RunJobAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation)
    {
        await using IEngine engine = await new EngineFactory(_time, _variable).CreateAsync(job, progress, cancellation);

        // The runs table keeps the job: not the connection, which may hold a token, and by which a run that goes on is not known.
        JobOptions kept = job with { Engine = engine.Name, Cluster = null };
        return await new JobRunner(Trainers(), Sources(), Sinks()).RunAsync(kept, engine, progress, _time, cancellation);
    }

    public async Task<IReadOnlyList<Check>> ExamineAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation)
    {
        List<Check> checks = [.. MachineChecks.All()];
        if (EngineNames.ConnectionString(job.Engine!, _variable) is string server)
        {
            checks.AddRange(await ExamineSparkAsync(server, job, progress, cancellation));
        }

        return checks;
    }

    public IPredictor OpenPredictor(string model, int maxMegapixels) => new ModelPredictor(model, maxMegapixels);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<IService> ServeAsync(ServeOptions options, Action<string> log, CancellationToken cancellation) =>
        new RunningService(await WebService.StartAsync(options, log, _time, cancellation, Feedback()));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<IReadOnlyList<Check>> ExamineSparkAsync(string server, JobOptions job, IRunProgress progress, CancellationToken cancellation) =>
        new SparkChecks(new SparkConnection(_time, new WorkerFinder(_variable, progress), progress), server).RunAsync(job, cancellation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ImageSources Sources() => new(new S3ImageKind(), new PostgresImageKind(new S3ObjectStore())) { Feedback = Feedback() };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FeedbackKinds Feedback() => new(new PostgresFeedbackKind());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SinkKinds Sinks() => new(new S3SinkKind(), new PostgresSinkKind());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<ITrainer> Trainers() => [new CnnTrainer(), new TransferTrainer(), new FineTuneTrainer(), new BaselineTrainer()];
}
