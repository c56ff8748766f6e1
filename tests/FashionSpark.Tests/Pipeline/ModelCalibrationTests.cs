using FashionSpark.Confidence;
using FashionSpark.Datasets;
using FashionSpark.Engines.Local;
using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Pipeline;

public sealed class ModelCalibrationTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();
    private readonly Notes _notes = new();

    public async ValueTask InitializeAsync()
    {
        TinyIdx.Write(_folder["idx"], train: 600, test: 100, size: 8);
        await PrepareAsync("data", validationShare: 0.5);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_ModelThatIsNotSureEnough_GetsALowTemperatureAndIsSureOfAll()
    {
        WriteModel(sharpness: 0.2);

        (CalibrationResult? result, IReadOnlyList<MetricRow> rows) = await CalibrateAsync();

        Assert.InRange(result!.Temperature.Value, Temperature.Least, 0.4);
        Assert.Equal(0, result.Threshold);
        Assert.Equal(1, result.Coverage.Value);
        Assert.True(result.ErrorBefore.Value > 0.2 && result.ErrorAfter.Value < 0.03, $"{result}");
        ModelMetadata metadata = OnnxModelFile.Read(_folder["model.onnx"]).Metadata!;
        Assert.Equal((result.Temperature.Value, 0), (metadata.Temperature, metadata.Threshold));
        Assert.Equal(result.ErrorAfter.Value, metadata.Metrics["validation.ece"]);
        Assert.All(
            ["temperature", "threshold", "uncalibrated.log_loss", "uncalibrated.ece", "calibrated.brier", "calibrated.sure_accuracy", "calibrated.bin.15.accuracy"],
            name => Assert.Contains(rows, row => row.Metric == name && row.Estimate.N > 0));
    }

    [Fact]
    public async Task RunAsync_Twice_LeavesTheSameFileAndTheSameFigures()
    {
        WriteModel(sharpness: 1, shift: 8);
        (CalibrationResult? first, _) = await CalibrateAsync();
        byte[] file = File.ReadAllBytes(_folder["model.onnx"]);

        (CalibrationResult? second, _) = await CalibrateAsync();

        Assert.NotEqual(1, first!.Temperature.Value);
        Assert.Equal(first, second);
        Assert.Equal(file, File.ReadAllBytes(_folder["model.onnx"]));
    }

    [Fact]
    public async Task RunAsync_CalibratedFile_AnswersAsWasFitted()
    {
        WriteModel(sharpness: 1, shift: 8);
        (CalibrationResult? result, _) = await CalibrateAsync();

        // The same images through the calibrated file.
        var context = Context();
        ScoreResult score = await ScoreStage.RunAsync(
            context, new ScoreOptions { Data = _folder["data"], Model = _folder["model.onnx"], Splits = [Split.Validation] }, CancellationToken.None);
        EvaluateResult evaluate = await EvaluateStage.RunAsync(context, new EvaluateOptions { Table = score.Table }, CancellationToken.None);

        Assert.Equal(result!.LogLossAfter.Value, evaluate.Splits[0].LogLoss.Value, 1e-5);
        Assert.Equal(result.ErrorAfter.Value, evaluate.Splits[0].CalibrationError.Value, 1e-5);
        Assert.Equal(result.Coverage, evaluate.Splits[0].Coverage);
        Assert.Equal(result.SureAccuracy, evaluate.Splits[0].SureAccuracy);
    }

    [Fact]
    public async Task RunAsync_ModelThatGuesses_IsSureOfNothingAndSaysWhy()
    {
        WriteModel(sharpness: 1, shift: 9.5);

        (CalibrationResult? result, _) = await CalibrateAsync();

        Assert.Equal(SureThreshold.Unreached, result!.Threshold);
        Assert.Equal(0, result.Coverage.Value);
        Assert.Contains("Every answer counts as not sure.", Assert.Single(_notes.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoValidationSplit_LeavesTheModelAsTrainedAndSaysSo()
    {
        await PrepareAsync("whole", validationShare: 0);
        WriteModel(sharpness: 0.2);

        (CalibrationResult? result, IReadOnlyList<MetricRow> rows) = await CalibrateAsync("whole");

        Assert.Null(result);
        Assert.Empty(rows);
        ModelMetadata metadata = OnnxModelFile.Read(_folder["model.onnx"]).Metadata!;
        Assert.Equal((1, 0), (metadata.Temperature, metadata.Threshold));
        Assert.Collection(
            _notes.Lines,
            ofPrepare => Assert.StartsWith("The validation split is empty", ofPrepare, StringComparison.Ordinal),
            ofCalibration => Assert.StartsWith("The data set has no labelled validation images", ofCalibration, StringComparison.Ordinal));
    }

    private Task<PrepareResult> PrepareAsync(string name, double validationShare) => PrepareStage.RunAsync(
        Context(), new PrepareOptions { Source = _folder["idx"], Out = _folder[name], Size = 8, ValidationShare = validationShare }, CancellationToken.None);

    private void WriteModel(double sharpness, double shift = 0) => LevelModel.Write(_folder["model.onnx"], 8, sharpness, shift, _folder["data"]);

    private Task<(CalibrationResult? Result, IReadOnlyList<MetricRow> Rows)> CalibrateAsync(string data = "data") =>
        new ModelCalibration(Context(), _folder[data], _folder["model.onnx"]).RunAsync(CancellationToken.None);

    private PipelineContext Context() => new() { Engine = _engine, Warehouse = _folder["warehouse"], RunId = "run", Time = new FixedTime(), Progress = _notes };

    private sealed class Notes : IRunProgress
    {
        public List<string> Lines { get; } = [];

        public IStageProgress Begin(string stage, double? total, string unit) => NoProgress.Instance;

        public void Note(string message) => Lines.Add(message);
    }
}
