namespace FashionSpark.Pipeline;

/// <summary>A job file: the stages of a run and their options. A stage that is missing is not run.</summary>
public sealed record JobOptions
{
    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary><c>local</c>, <c>spark</c> or a connection string; null = whatever the environment says, else local.</summary>
    public string? Engine { get; init; }

    /// <summary>How an engine on a cluster reaches its workers; the local engine has no use for it.</summary>
    public ClusterOptions? Cluster { get; init; }

    /// <summary>Folder of the result tables.</summary>
    public required string Warehouse { get; init; }

    public PrepareOptions? Prepare { get; init; }

    public TrainOptions? Train { get; init; }

    public ScoreOptions? Score { get; init; }

    public EvaluateOptions? Evaluate { get; init; }

    public ReportOptions? Report { get; init; }

    public PromoteOptions? Promote { get; init; }

    /// <summary>Where the results go beside the warehouse, once all stages are done; null = nowhere.</summary>
    public SinkOptions? Sink { get; init; }
}
