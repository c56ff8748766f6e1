namespace FashionSpark.Evaluation.Gates;

/// <summary>Figures that a gate can ask for, by the names they have in the metrics table, and two short ones.</summary>
internal static class GateMetrics
{
    /// <summary>Accuracy of this run less that of the run it is held against, on the same images.</summary>
    public const string Gain = "gain";

    public static IReadOnlyList<string> OfSplit { get; } =
        ["accuracy", "top3_accuracy", "top3", "log_loss", "nll", "brier", "ece", "coverage", "sure_accuracy", Gain];

    public static IReadOnlyList<string> OfClass { get; } = ["precision", "recall", "f1"];

    /// <param name="metric">One of <see cref="OfSplit"/> without <see cref="Gain"/>.</param>
    public static Estimate Of(SplitReport report, string metric) => metric switch
    {
        "accuracy" => report.Accuracy,
        "top3_accuracy" or "top3" => report.Top3,
        "log_loss" or "nll" => report.LogLoss,
        "brier" => report.Brier,
        "ece" => report.CalibrationError,
        "coverage" => report.Coverage,
        "sure_accuracy" => report.SureAccuracy,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "No figure of a split."),
    };

    /// <param name="metric">One of <see cref="OfClass"/>.</param>
    public static Estimate Of(ClassReport report, string metric) => metric switch
    {
        "precision" => report.Precision,
        "recall" => report.Recall,
        "f1" => report.F1,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "No figure of a class."),
    };
}
