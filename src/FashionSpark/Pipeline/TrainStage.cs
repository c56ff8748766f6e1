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

    /// <summary>Whether there is such a model, and what it starts from; looks at no data.</summary>
    /// <exception cref="InvalidInputException">No trainer has that name, or it does not take an option.</exception>
    /// <exception cref="ModelFormatException">A file that it starts from is missing, or cannot be used.</exception>
    public void Check(TrainOptions options) => Find(options).Check(options);

    /// <exception cref="InvalidInputException">No trainer has that name.</exception>
    public async Task<TrainingResult> RunAsync(PipelineContext context, TrainOptions options, CancellationToken cancellation)
    {
        TrainingResult result = await Find(options).TrainAsync(
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

    private ITrainer Find(TrainOptions options) => _trainers.FirstOrDefault(t => t.Model == options.Model) ?? throw new InvalidInputException(
        $"Model '{options.Model}' is not known; known are {string.Join(", ", _trainers.Select(t => t.Model))}.");

    /// <summary>Accuracies are shares of images and have an interval; other figures of a round have none.</summary>
    private static Estimate EstimateOf(RoundMetric metric) => metric.Metric.EndsWith("accuracy", StringComparison.Ordinal)
        ? Wilson.Share((long)Math.Round(metric.Value * metric.N), metric.N)
        : new Estimate(metric.Value, metric.N);
}
