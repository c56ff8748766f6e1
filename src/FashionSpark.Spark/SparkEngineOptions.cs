using FashionSpark.Spark.Connect;

namespace FashionSpark.Spark;

/// <summary>How the Spark engine works.</summary>
/// <param name="Server">The Spark Connect server.</param>
public sealed record SparkEngineOptions(SparkConnectionString Server)
{
    public SparkDoor Door { get; init; } = SparkDoor.Auto;

    /// <summary>The worker on the executors, for the bridge: the executable, its folder, or its .tar.gz. Null = the bridge looks itself.</summary>
    public string? WorkerPath { get; init; }

    /// <summary>A .tar.gz of the worker on this machine that is sent to the executors, for the bridge.</summary>
    public string? WorkerArchive { get; init; }

    /// <summary>Python of the executors, such as <c>3.11</c>, for the bridge; null = asked of an executor.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>Most rows of a batch between Spark and a worker: images make batches of Spark's own 10,000 rows too large.</summary>
    public int MaxRecordsPerBatch { get; init; } = 128;

    /// <summary>Partitions that run at a time; null = asked of the cluster.</summary>
    public int? Parallelism { get; init; }

    /// <summary>More settings of the session, such as <c>spark.sql.shuffle.partitions</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Told how far Spark is, where it says so (Spark 4).</summary>
    public IProgress<SparkProgress>? Progress { get; init; }

    /// <summary>Seed of the jitter between retries.</summary>
    public int Seed { get; init; } = 1;
}
