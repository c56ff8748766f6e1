using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Plans;

namespace FashionSpark.Spark.Doors;

/// <summary>
/// Finds out which door the server has, once a session, and sends what the bridge needs. A server has one door: the
/// environment variable PYSPARK_PYTHON it was started with.
/// </summary>
internal sealed partial class DoorOpener : IDisposable
{
    /// <summary>Name of the folder that Spark unpacks the worker's archive into.</summary>
    private const string ArchiveName = "fashionspark-worker";

    private const string ModuleFile = "fashionspark_bridge.py";
    private readonly SparkConnectClient _client;
    private readonly SparkEngineOptions _options;
    private readonly string _sparkVersion;
    private readonly SemaphoreSlim _turn = new(1);
    private WorkerDoor? _open;

    public DoorOpener(SparkConnectClient client, SparkEngineOptions options, string sparkVersion)
    {
        _client = client;
        _options = options;
        _sparkVersion = sparkVersion;
    }

    /// <exception cref="SparkException">No door is open; the message says what each would need.</exception>
    public async Task<WorkerDoor> OpenAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _open ??= await FindAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>The Python of the executors, in what a worker says of a version it was not started for; null where it says something else.</summary>
    public static string? PythonVersionIn(string message) =>
        VersionMismatch().Match(message) is { Success: true } match ? $"{match.Groups[1].Value}.{match.Groups[2].Value}" : null;

    private async Task<WorkerDoor> FindAsync(CancellationToken cancellation)
    {
        var direct = new WorkerDoor(SparkDoor.Direct, _sparkVersion, Worker: null);
        string? python = _options.PythonVersion;
        if (_options.Door == SparkDoor.Direct || python is null)
        {
            python = await KnockAsync(direct, cancellation).ConfigureAwait(false);
            if (python is null && _options.Door == SparkDoor.Bridge)
            {
                throw new InvalidInputException("The bridge door was asked for, but the server starts our worker where the bridge needs Python (its PYSPARK_PYTHON names the worker). Use the direct door, or start the server without that variable.");
            }
        }

        if (python is not null && _options.Door == SparkDoor.Direct)
        {
            throw new InvalidInputException($"The direct door was asked for, but the server starts Python {python} on its executors. Use the bridge door (--door bridge or auto), or start the server with PYSPARK_PYTHON=<path of fashionspark-worker on the executors>.");
        }

        return python is null ? direct : await OpenBridgeAsync(python, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends one row through the direct door. Where Python opens instead, it refuses our version and says its own, before
    /// it looks at anything else.
    /// </summary>
    /// <returns>Null where our worker answered; else the version of the executors' Python.</returns>
    private async Task<string?> KnockAsync(WorkerDoor direct, CancellationToken cancellation)
    {
        var schema = new Schema([new Field("id", Apache.Arrow.Types.Int64Type.Default, nullable: false)], metadata: null);
        var identity = PartitionFunctionSpec.Create(IdentityFunction.Name, new IdentityOptions());
        try
        {
            await foreach (RecordBatch batch in _client.CollectAsync(
                Relations.Range(1, 1).MapPartitions(direct.Bind(identity, schema)), progress: null, cancellation).ConfigureAwait(false))
            {
                batch.Dispose();
            }

            return null;
        }
        catch (SparkException e) when (PythonVersionIn(e.Message) is string version)
        {
            return version;
        }
    }

    private async Task<WorkerDoor> OpenBridgeAsync(string python, CancellationToken cancellation)
    {
        await _client.AddArtifactAsync($"pyfiles/{ModuleFile}", OpenModule, cancellation).ConfigureAwait(false);
        var worker = new JsonObject();
        if (_options.WorkerPath is string path)
        {
            worker["path"] = path;
        }

        if (_options.WorkerArchive is string archive)
        {
            if (!File.Exists(archive))
            {
                throw new InvalidInputException($"The worker's archive '{archive}' does not exist. Make it with eng/publish-worker.");
            }

            await _client.AddArtifactAsync($"archives/{Path.GetFileName(archive)}#{ArchiveName}", () => File.OpenRead(archive), cancellation).ConfigureAwait(false);
            worker["archive"] = ArchiveName;
        }

        return new WorkerDoor(SparkDoor.Bridge, python, worker.Count == 0 ? null : worker);
    }

    private static Stream OpenModule() =>
        typeof(DoorOpener).Assembly.GetManifestResourceStream(ModuleFile)
        ?? throw new InvalidInputException($"This build was made without {ModuleFile}, so it has no bridge door. Build it with src/FashionSpark.Worker in place.");

    /// <summary>"(3, 11)" on Spark 3.5, ": 3.11" on 4.1.</summary>
    [GeneratedRegex(@"Python in worker has different version:? \(?(\d+)[.,] ?(\d+)\)? than", RegexOptions.CultureInvariant)]
    private static partial Regex VersionMismatch();
}
