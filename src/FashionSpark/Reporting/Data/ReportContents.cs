using FashionSpark.Evaluation;
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

    /// <summary>What the data that it was trained on was prepared from, and how many images of it there were.</summary>
    public string? TrainingSource { get; init; }
    public long? TrainingImages { get; init; }

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

    public BaselineRow? Baseline { get; init; }

    public MistakeList Mistakes { get; init; } = MistakeList.None;

    /// <summary>Pictures of them by image id.</summary>
    public IReadOnlyDictionary<string, ReportPicture> Pictures { get; init; } = new Dictionary<string, ReportPicture>();

    /// <summary>Why there are no pictures.</summary>
    public string? NoPictures { get; init; }

    /// <summary>The data that was scored.</summary>
    public required DatasetRows Data { get; init; }

    /// <summary>Rows of the runs table of this run and of the one that trained the model.</summary>
    public IReadOnlyList<RunRow> Runs { get; init; } = [];

    /// <summary>A figure of the evaluation on <see cref="Split"/>.</summary>
    public Estimate? Find(string metric, string? name = null) => MetricValue.Find(Evaluation, Split, metric, name);
}
