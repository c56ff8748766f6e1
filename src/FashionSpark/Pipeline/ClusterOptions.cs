namespace FashionSpark.Pipeline;

/// <summary>How an engine on a cluster reaches its workers.</summary>
public sealed record ClusterOptions
{
    /// <summary><c>auto</c>, <c>bridge</c> or <c>direct</c>; null = auto.</summary>
    public string? Door { get; init; }

    /// <summary>The worker as executors see it: the executable, its folder, or a .tar.gz of the folder.</summary>
    public string? Worker { get; init; }

    /// <summary>A .tar.gz of the worker on this machine that is sent to the executors.</summary>
    public string? WorkerArchive { get; init; }

    /// <summary>Minor version of the executors' Python, such as <c>3.11</c>; null = found out, at the price of a task that fails.</summary>
    public string? ExecutorPython { get; init; }

    /// <summary>Most rows of a batch between the cluster and a worker.</summary>
    public int? BatchRows { get; init; }
}
