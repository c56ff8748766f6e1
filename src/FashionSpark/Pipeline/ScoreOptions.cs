using FashionSpark.Datasets;

namespace FashionSpark.Pipeline;

/// <summary>Options of <c>score</c>: from a prepared data set and a model to rows of the predictions table.</summary>
public sealed record ScoreOptions
{
    /// <summary>Folder of the prepared data set.</summary>
    public required string Data { get; init; }

    /// <summary>Version of the data set; null = the newest.</summary>
    public long? DataVersion { get; init; }

    /// <summary>The model file.</summary>
    public required string Model { get; init; }

    /// <summary>Folder of the predictions table; null = <c>predictions</c> in the warehouse.</summary>
    public string? Table { get; init; }

    public IReadOnlyList<string> Splits { get; init; } = [Split.Validation, Split.Test];

    /// <summary>Images that go through the model at a time.</summary>
    public int BatchSize { get; init; } = 64;
}
