using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Options that say where partitions run.</summary>
internal sealed class EngineFlags
{
    private static readonly string[] Doors = ["auto", "bridge", "direct"];

    private readonly Option<string?> _engine = Flag.Text(
        "--engine", "ENGINE", $"Where partitions run: {EngineNames.Known} (default: spark where SPARK_REMOTE is set, else local).");

    private readonly Option<string?> _door = Flag.Choice(
        "--door", "Spark: how its executors start our worker; bridge = beside their Python, direct = in its place (default: auto).", Doors);

    private readonly Option<string?> _worker = Flag.Text(
        "--worker", "PATH", "Spark: the worker as the executors see it: a folder, or its .tar.gz (default: FASHIONSPARK_WORKER, else one built here).");

    private readonly Option<string?> _workerArchive = Flag.Text(
        "--worker-archive", "FILE", "Spark: a .tar.gz of the worker, made with eng/publish-worker, that is sent to the executors.");

    private readonly Option<string?> _executorPython = Flag.Text(
        "--executor-python", "VERSION", "Spark: version of the executors' Python, such as 3.11, for the bridge (default: asked by a task that fails).");

    private readonly Option<int?> _batchRows = Flag.Number("--batch-rows", "N", "Spark: most images of a batch between executor and worker (default: 128).", 1, 10_000);

    public void AddTo(Command command)
    {
        command.Add(_engine);
        command.Add(_door);
        command.Add(_worker);
        command.Add(_workerArchive);
        command.Add(_executorPython);
        command.Add(_batchRows);
    }

    /// <summary>Null = not said.</summary>
    public string? Engine(ParseResult parse) => parse.GetValue(_engine);

    /// <summary>What is said, over what a job file says; null = nothing at all.</summary>
    public ClusterOptions? Cluster(ParseResult parse, ClusterOptions? job = null)
    {
        var said = new ClusterOptions
        {
            Door = parse.GetValue(_door) ?? job?.Door,
            Worker = parse.GetValue(_worker) ?? job?.Worker,
            WorkerArchive = parse.GetValue(_workerArchive) ?? job?.WorkerArchive,
            ExecutorPython = parse.GetValue(_executorPython) ?? job?.ExecutorPython,
            BatchRows = parse.GetValue(_batchRows) ?? job?.BatchRows,
        };
        return said == new ClusterOptions() ? null : said;
    }
}
