using Apache.Arrow;
using FashionSpark.Confidence;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Evaluation;
using FashionSpark.Models;
using FashionSpark.Scoring;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>
/// The end of every training, whatever the trainer: the validation split is scored with the model just written, and
/// temperature and threshold that follow from the answers go into the file.
/// </summary>
/// <remarks>
/// The file is first brought back to temperature 1, so a calibration that was killed at any moment and runs again scores the
/// same model and writes the same numbers.
/// </remarks>
internal sealed class ModelCalibration
{
    /// <summary>Images that go through the model at a time.</summary>
    private const int BatchSize = 64;

    private readonly PipelineContext _context;
    private readonly string _data;
    private readonly string _path;

    /// <param name="data">Folder of the prepared data set; the model says which version.</param>
    /// <param name="path">The model file.</param>
    public ModelCalibration(PipelineContext context, string data, string path)
    {
        _context = context;
        _data = data;
        _path = path;
    }

    /// <returns>What was found, with its rows for the metrics table; nothing without a validation split.</returns>
    public async Task<(CalibrationResult? Result, IReadOnlyList<MetricRow> Rows)> RunAsync(CancellationToken cancellation)
    {
        IModelFile file = ModelFormats.Read(_path);
        ModelMetadata metadata = file.Metadata ?? throw new ModelFormatException($"'{_path}' does not say what model it is, so it cannot be calibrated.");
        if (metadata.Temperature != 1 || metadata.Threshold != 0)
        {
            metadata = metadata with { Temperature = 1, Threshold = 0 };
            file.SetMetadata(metadata);
            file.Write(_path);
        }

        ScoredImages images = await ScoreAsync(metadata, cancellation).ConfigureAwait(false);
        if (images.Count == 0)
        {
            _context.Progress.Note(
                "The data set has no labelled validation images: confidences stay as trained (temperature 1) and every answer counts as sure.");
            return (null, []);
        }

        Calibration calibration = Calibration.Fit(images, metadata.Classes);
        CalibrationResult result = calibration.Result;
        if (calibration.Threshold is null)
        {
            _context.Progress.Note(Unreached(images.Count, calibration.After));
        }

        cancellation.ThrowIfCancellationRequested();
        file.SetMetadata(metadata with
        {
            Temperature = result.Temperature.Value,
            Threshold = result.Threshold,
            Metrics = new Dictionary<string, double>(metadata.Metrics)
            {
                ["validation.log_loss"] = result.LogLossAfter.Value,
                ["validation.ece"] = result.ErrorAfter.Value,
                ["validation.coverage"] = result.Coverage.Value,
                ["validation.sure_accuracy"] = result.SureAccuracy.Value,
            },
        });
        file.Write(_path);
        return (result, Rows(calibration));
    }

    private async Task<ScoredImages> ScoreAsync(ModelMetadata metadata, CancellationToken cancellation)
    {
        var read = new DeltaRead(_data, metadata.DataVersion, ScoreFunction.InputColumns, new PartitionFilter(PreparedSchema.Split, [Split.Validation]));
        var function = new ScoreFunctionOptions(_context.RunId, Path.GetFullPath(_path), ModelFormats.HashOf(_path), BatchSize);
        IDataset predictions = _context.Engine.ReadDelta(read).MapPartitions(PartitionFunctionSpec.Create(ScoreFunction.Name, function));
        var images = new ScoredImages(metadata.Classes.Count);
        using IStageProgress progress = _context.Progress.Begin("calibrate", null, "images");
        await foreach (RecordBatch batch in predictions.CollectAsync(progress, cancellation).ConfigureAwait(false))
        {
            images.Add(batch);
        }

        images.Sort();
        return images;
    }

    private IReadOnlyList<MetricRow> Rows(Calibration calibration)
    {
        string model = Path.GetFileName(_path);
        long n = calibration.Result.Temperature.N;
        return
        [
            new(TrainStage.Name, Split.Validation, model, "temperature", calibration.Result.Temperature),
            new(TrainStage.Name, Split.Validation, model, "threshold", new Estimate(calibration.Result.Threshold, n)),
            .. ReportRows.Confidence(calibration.Before, TrainStage.Name, model, "uncalibrated."),
            .. ReportRows.Confidence(calibration.After, TrainStage.Name, model, "calibrated."),
        ];
    }

    private static string Unreached(int images, SplitReport after)
    {
        string why = images < SureThreshold.LeastImages
            ? $"{images} validation images are too few to show it even without a mistake; it takes {SureThreshold.LeastImages}"
            : FormattableString.Invariant($"the model is right on {after.Accuracy.Value:P1} of the {images} validation images, and its most confident answers are not right often enough");
        return $"No confidence was found above which 95 in 100 answers are right: {why}. Every answer counts as not sure.";
    }
}
