using FashionSpark.Confidence;
using FashionSpark.Evaluation;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;
using FashionSpark.Training;

namespace FashionSpark.Cli.Tests;

/// <summary>Results as the pipeline gives them, small enough to check by eye.</summary>
internal static class Samples
{
    private static readonly string[] Classes = ["t-shirt/top", "pullover", "coat", "shirt"];

    private static CalibrationResult Calibration { get; } = new(
        new Estimate(0.58, 5_000, 0.56, 0.6), 0.714, new Estimate(0.87, 5_000), new Estimate(0.958, 4_350), new Estimate(0.3, 5_000),
        new Estimate(0.25, 5_000), new Estimate(0.088, 5_000), new Estimate(0.011, 5_000));

    public static JobResult Quickstart { get; } = new(
        "20260102-030405-1a2b",
        "quickstart",
        "out/quickstart/warehouse",
        new PrepareResult(
            "out/quickstart/data", 1, 70_010, 70_000, 3, 7,
            new Dictionary<string, long> { ["train"] = 55_000, ["validation"] = 5_000, ["test"] = 10_000 }, 8.25),
        new TrainingResult("out/quickstart/models/cnn-quick.onnx", [new RoundMetric(1, "train", "loss", 0.9, 100), new RoundMetric(24, "train", "loss", 0.3, 100)], 220_000, 93.4, 4, Calibration),
        new ScoreResult("out/quickstart/warehouse/predictions", 0, 15_000, 4.04),
        new EvaluateResult("20260102-030405-1a2b", [Report("validation", 1), Report("test", 2)], 0.61),
        [new("prepare", 8.25), new("train", 93.4), new("score", 4.04), new("evaluate", 0.61), new("report", 2.04)])
    {
        Report = new ReportResult("out/quickstart/report.html", "20260102-030405-1a2b", 105_897, 2.04),
    };

    /// <summary>An evaluate with a gate that was passed, one that was not, and a comparison.</summary>
    public static JobResult Gated { get; } = Quickstart with
    {
        Prepare = null,
        Train = null,
        Score = null,
        Report = null,
        Evaluate = Quickstart.Evaluate! with
        {
            Gates =
            [
                new GateResult("not worse than 20260101-000000-abcdef", "test", new Estimate(0.005, 800, -0.0071, 0.0171), Passed: true),
                new GateResult("accuracy>=0.85", "test", new Estimate(0.87, 800, 0.8342, 0.8991), Passed: false),
                new GateResult("ece<=0.04", "test", new Estimate(0.0123, 800, 0.002, 0.0226), Passed: true),
            ],
            Comparisons = [new PairedComparison("20260101-000000-abcdef", "test", 14, 10, new Estimate(0.005, 800, -0.0071, 0.0171), 0.541256)],
        },
        StageSeconds = [new("evaluate", 0.61)],
    };

    public static Prediction Prediction(string file) => new(
        file, "coat", 0.8126, Sure: true, [new("coat", 0.8126), new("pullover", 0.125), new("shirt", 0.0624), new("t-shirt/top", 0)]);

    private static SplitReport Report(string split, int scale)
    {
        long[,] confusion = { { 95, 1, 0, 4 }, { 2, 88, 6, 4 }, { 0, 7, 90, 3 }, { 14, 5, 6, 75 } };
        long n = 0;
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                n += confusion[row, column] *= scale;
            }
        }

        List<ClassReport> classes = [.. Classes.Select((name, i) => new ClassReport(
            name,
            new Estimate(0.9, 100 * scale, 0.85, 0.94),
            new Estimate(confusion[i, i] / (100.0 * scale), 100 * scale, 0.7, 0.95),
            new Estimate(0.88, 100 * scale)))];
        return new SplitReport(
            split, new Estimate(0.87, n, 0.8342, 0.8991), new Estimate(0.9925, n, 0.99, 0.995), new Estimate(0.3456, n), new Estimate(0.19, n), new Estimate(0.0123, n),
            new Estimate(0.775, n, 0.7316, 0.8131), new Estimate(0.971, 310 * scale, 0.9459, 0.9847), [], classes, confusion);
    }
}
