using System.Runtime.CompilerServices;
using FashionSpark.Cli.Commands;
using FashionSpark.Cli.Doctor;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Images;
using FashionSpark.MachineLearning;
using FashionSpark.Pipeline;
using FashionSpark.Postgres;
using FashionSpark.S3;
using FashionSpark.Torch;

namespace FashionSpark.Cli.Hosting;

/// <summary>From a job's engine to an engine that is ready; a new one is one more line here and in <see cref="EngineNames"/>.</summary>
internal sealed class EngineFactory
{
    private readonly TimeProvider _time;
    private readonly Func<string, string?> _variable;

    public EngineFactory(TimeProvider time, Func<string, string?> variable)
    {
        _time = time;
        _variable = variable;
    }

    /// <exception cref="InvalidInputException">No engine has that name.</exception>
    public Task<IEngine> CreateAsync(JobOptions job, IRunProgress progress, CancellationToken cancellation)
    {
        string choice = EngineNames.Choose(job.Engine, _variable);
        return choice == EngineNames.DotnetSpark
            ? DotnetSpark.OpenAsync(_variable, cancellation)
            : EngineNames.ConnectionString(choice, _variable) is string server
                ? ConnectAsync(server, job, progress, cancellation)
                : Task.FromResult<IEngine>(new LocalEngine(Functions(), time: _time));
    }

    public static PartitionFunctionRegistry Functions() => new PartitionFunctionRegistry()
        .AddCoreFunctions(ImageDecoders.Default.WithGuard(DecodeGuard.OfThisProgram()))
        .AddMachineLearningFunctions()
        .AddS3Functions()
        .AddPostgresFunctions()
        .AddTorchFunctions()
        .Add<IdentityOptions>(DescribePythonFunction.Name, _ => new DescribePythonFunction());

    /// <summary>Apart, so that the local engine does not wait for gRPC to be loaded.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<IEngine> ConnectAsync(string server, JobOptions job, IRunProgress progress, CancellationToken cancellation) =>
        await new SparkConnection(_time, new WorkerFinder(_variable, progress), progress).ConnectAsync(server, job, cancellation);
}
