using FashionSpark.Evaluation.Gates;
using FashionSpark.Models;

namespace FashionSpark.Reporting;

/// <summary>All that a report shows; what is not there is null or empty, and its section says so.</summary>
internal sealed record ReportContents
{
    /// <summary>Run whose predictions were evaluated.</summary>
    public required string RunId { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>What tables call the model: name and head of the hash.</summary>
    public required string Model { get; init; }

    /// <summary>What the model file says of itself; null where the file is not there any more, or has changed.</summary>
    public ModelMetadata? Card { get; init; }

    /// <summary>Why there is no card.</summary>
    public string? NoCard { get; init; }

    /// <summary>The split that counts: test where it was evaluated.</summary>
    public required string Split { get; init; }

    /// <summary>Class names in the model's order, or as they come in the tables.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Figures of the evaluation, all splits.</summary>
    public required IReadOnlyList<MetricValue> Evaluation { get; init; }

    /// <summary>Figures of the training's rounds.</summary>
    public IReadOnlyList<MetricValue> Training { get; init; } = [];

    /// <summary>Confusion of <see cref="Split"/>.</summary>
    public IReadOnlyList<ConfusionCount> Confusion { get; init; } = [];

    /// <summary>The baseline's name and figures on the same split; null where there is none.</summary>
    public string? Baseline { get; init; }
    public IReadOnlyList<MetricValue> BaselineFigures { get; init; } = [];

    /// <summary>Model and baseline on the same images; null where they were scored on others.</summary>
    public PairedComparison? Comparison { get; init; }

    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>Pictures of them by image id.</summary>
    public IReadOnlyDictionary<string, ReportPicture> Pictures { get; init; } = new Dictionary<string, ReportPicture>();

    /// <summary>Why there are no pictures.</summary>
    public string? NoPictures { get; init; }

    /// <summary>Folder and version of the data that was scored.</summary>
    public string? Data { get; init; }
    public long? DataVersion { get; init; }
    public IReadOnlyList<StatisticsRow> Statistics { get; init; } = [];
    public IReadOnlyList<QuarantinedFile> Quarantine { get; init; } = [];

    /// <summary>Rows of the runs table of this run and of the one that trained the model.</summary>
    public IReadOnlyList<RunRow> Runs { get; init; } = [];
}
