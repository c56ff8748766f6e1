using System.Text.RegularExpressions;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Cli.Output;
using FashionSpark.Engines;
using FashionSpark.Pipeline;
using FashionSpark.Spark;
using FashionSpark.Spark.Connect;
using FashionSpark.Training.Transfer;

namespace FashionSpark.Cli.Hosting;

/// <summary>Connects to Spark and sees to it that the executors have a worker.</summary>
internal sealed partial class SparkConnection
{
    /// <summary>What the bridge says where none of the places it looks at has the worker.</summary>
    private const string Missing = "worker is missing on executor";

    private readonly TimeProvider _time;
    private readonly WorkerFinder _finder;
    private readonly IRunProgress _progress;
    private SparkEngineOptions? _options;

    public SparkConnection(TimeProvider time, WorkerFinder finder, IRunProgress progress)
    {
        _time = time;
        _finder = finder;
        _progress = progress;
    }

    /// <exception cref="InvalidInputException">An option cannot be used.</exception>
    /// <exception cref="SparkException">No server there, or none of its doors is open.</exception>
    public async Task<SparkEngine> ConnectAsync(string server, JobOptions job, CancellationToken cancellation)
    {
        SparkEngine engine = await OpenAsync(server, job, cancellation);
        try
        {
            return await WithWorkerAsync(engine, job, cancellation);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Only a session; workers are not looked for.</summary>
    /// <inheritdoc cref="ConnectAsync"/>
    public Task<SparkEngine> OpenAsync(string server, JobOptions job, CancellationToken cancellation)
    {
        _options = Options(server, job.Cluster ?? new ClusterOptions());
        if (_options.WorkerPath is null && _options.WorkerArchive is null)
        {
            _options = _options with { WorkerPath = _finder.OnExecutors };
        }

        return OpenAsync(_options, cancellation);
    }

    /// <summary>The same engine where executors have a worker by themselves, or where it was said; else one that gives them ours, and the given one is closed.</summary>
    public async Task<SparkEngine> WithWorkerAsync(SparkEngine engine, JobOptions job, CancellationToken cancellation)
    {
        if (_options is not { WorkerPath: null, WorkerArchive: null, Door: not SparkDoor.Direct } options)
        {
            return engine;
        }

        // Nobody says where the worker is: the direct door needs no answer, the bridge gets what is here.
        (SparkDoor door, string python) = await engine.OpenDoorAsync(cancellation);
        if (door == SparkDoor.Direct || await _finder.FindAsync(job.Train is { Model: not TransferTrainer.Name }, cancellation) is not { } worker)
        {
            return engine;
        }

        SparkEngine bridge = await OpenBridgeAsync(options with { Door = SparkDoor.Bridge, PythonVersion = python }, worker, cancellation);
        await engine.DisposeAsync();
        return bridge;
    }

    /// <summary>One row to an executor, through a function and back.</summary>
    public static async Task<RecordBatch?> ProbeAsync(SparkEngine engine, string function, CancellationToken cancellation)
    {
        var schema = new Schema([new Field("id", Int64Type.Default, nullable: false)], metadata: null);
        IDataset answer = engine.FromRows(RowBatch.Create(schema, [[1L]]), 1)
            .MapPartitions(PartitionFunctionSpec.Create(function, new IdentityOptions()));
        RecordBatch? row = null;
        await foreach (RecordBatch batch in answer.CollectAsync(null, cancellation))
        {
            row ??= batch;
        }

        return row;
    }

    private static SparkEngineOptions Options(string server, ClusterOptions cluster)
    {
        var options = new SparkEngineOptions(SparkConnectionString.Parse(server))
        {
            Door = cluster.Door switch
            {
                null or "auto" => SparkDoor.Auto,
                "bridge" => SparkDoor.Bridge,
                "direct" => SparkDoor.Direct,
                _ => throw new InvalidInputException($"cluster.door is '{cluster.Door}'; expected auto, bridge or direct."),
            },
            PythonVersion = Version(cluster.ExecutorPython),
            WorkerPath = cluster.Worker,
            WorkerArchive = cluster.WorkerArchive,
        };
        return cluster.BatchRows is int rows ? options with { MaxRecordsPerBatch = rows } : options;
    }

    private static string? Version(string? python) =>
        python is null || MinorVersion().IsMatch(python)
            ? python
            : throw new InvalidInputException($"cluster.executorPython is '{python}'; expected a minor version of Python, such as 3.11.");

    [GeneratedRegex(@"^\d+\.\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex MinorVersion();

    /// <summary>By its path where executors see this machine's files, else sent to them.</summary>
    private async Task<SparkEngine> OpenBridgeAsync(SparkEngineOptions options, FoundWorker worker, CancellationToken cancellation)
    {
        SparkEngine engine = await OpenAsync(options with { WorkerPath = worker.Folder }, cancellation);
        try
        {
            await ProbeAsync(engine, IdentityFunction.Name, cancellation);
            return engine;
        }
        catch (SparkException e) when (e.Message.Contains(Missing, StringComparison.Ordinal) && worker.Archive is not null)
        {
            await engine.DisposeAsync();
            _progress.Note($"The executors do not see {worker.Folder}; sending {worker.Archive} ({Figures.Bytes(new FileInfo(worker.Archive).Length)}) to them");
            return await OpenAsync(options with { WorkerArchive = worker.Archive }, cancellation);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private Task<SparkEngine> OpenAsync(SparkEngineOptions options, CancellationToken cancellation) =>
        SparkEngine.ConnectAsync(options, EngineFactory.Functions(), _time, cancellation);
}
