using FashionSpark.Confidence;
using FashionSpark.Evaluation;
using FashionSpark.Tables.Results;
using FashionSpark.Training;

namespace FashionSpark.Pipeline;

/// <summary>From a prepared data set to a calibrated model file; the figures of every round go to the metrics table.</summary>
public sealed class TrainStage
{
    public const string Name = "train";

    private readonly IReadOnlyList<ITrainer> _trainers;

    public TrainStage(IReadOnlyList<ITrainer> trainers) => _trainers = trainers;

    /// <exception cref="InvalidInputException">No trainer has that name.</exception>
    public async Task<TrainingResult> RunAsync(PipelineContext context, TrainOptions options, CancellationToken cancellation)
    {
        ITrainer trainer = _trainers.FirstOrDefault(t => t.Model == options.Model) ?? throw new InvalidInputException(
            $"Model '{options.Model}' is not known; known are {string.Join(", ", _trainers.Select(t => t.Model))}.");
        TrainingResult result = await trainer.TrainAsync(
            context.Engine, options, context.RunId, context.Progress, context.Time, cancellation).ConfigureAwait(false);
        (CalibrationResult? calibration, IReadOnlyList<MetricRow> rows) =
            await new ModelCalibration(context, options.Data, result.ModelPath).RunAsync(cancellation).ConfigureAwait(false);
        string model = Path.GetFileName(result.ModelPath);
        await new ResultWriter(context).AppendMetricsAsync(
            context.RunId, $"{context.RunId}:{Name}",
            [.. result.Rounds.Select(r => new MetricRow(Name, r.Split, model, r.Metric, EstimateOf(r), Round: r.Round)), .. rows],
            cancellation).ConfigureAwait(false);
        return result with { Calibration = calibration };
    }

    /// <summary>Accuracies are shares of images and have an interval; other figures of a round have none.</summary>
    private static Estimate EstimateOf(RoundMetric metric) => metric.Metric.EndsWith("accuracy", StringComparison.Ordinal)
        ? Wilson.Share((long)Math.Round(metric.Value * metric.N), metric.N)
        : new Estimate(metric.Value, metric.N);
}
