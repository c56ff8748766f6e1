using FashionSpark.Training;

namespace FashionSpark.Pipeline;

/// <summary>What a whole run left behind; a stage that was not run is null.</summary>
/// <param name="RunId">The run's id in every table.</param>
/// <param name="Job">Name of the job.</param>
/// <param name="Warehouse">Folder of the result tables.</param>
/// <param name="StageSeconds">Wall-clock seconds of each stage, in order.</param>
public sealed record JobResult(
    string RunId,
    string Job,
    string Warehouse,
    PrepareResult? Prepare,
    TrainingResult? Train,
    ScoreResult? Score,
    EvaluateResult? Evaluate,
    IReadOnlyList<KeyValuePair<string, double>> StageSeconds)
{
    public ReportResult? Report { get; init; }

    public PublishResult? Publish { get; init; }

    public PromoteResult? Promote { get; init; }
}
