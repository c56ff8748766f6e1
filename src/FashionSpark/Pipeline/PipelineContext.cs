using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>What every stage of a run shares.</summary>
public sealed record PipelineContext
{
    public required IEngine Engine { get; init; }

    /// <summary>Folder of the result tables.</summary>
    public required string Warehouse { get; init; }

    /// <summary>Identifies the run in every table; a continued run keeps it.</summary>
    public required string RunId { get; init; }

    /// <summary>The sources that <c>prepare</c> knows.</summary>
    public ImageSources Sources { get; init; } = new();

    public IRunProgress Progress { get; init; } = NoProgress.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ends when the run's first row is in its table. A stage may read before, and waits for it before it commits anything.</summary>
    public Task Started { get; init; } = Task.CompletedTask;

    /// <summary>Folder of a result table.</summary>
    public string Table(string name) => Path.Combine(Warehouse, name);
}
