namespace FashionSpark.Evaluation;

/// <summary>Everything <c>evaluate</c> measures on one split.</summary>
/// <param name="Split">Name of the split.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="Top3">Share of images whose class is among the three most probable.</param>
/// <param name="LogLoss">Mean of -ln(probability of the right class), in nats.</param>
/// <param name="Brier">Mean squared distance between the probabilities of all classes and the truth, 0 to 2.</param>
/// <param name="CalibrationError">Expected calibration error over 15 equal bins of confidence.</param>
/// <param name="Coverage">Share of answers at or above the model's threshold: the sure ones.</param>
/// <param name="SureAccuracy">Share of right answers among the sure ones; n = 0 where there are none.</param>
/// <param name="Bins">The 15 bins, empty ones too.</param>
/// <param name="Classes">A report a class, in the order of the classes.</param>
/// <param name="Confusion">Counts, [actual, predicted].</param>
public sealed record SplitReport(
    string Split,
    Estimate Accuracy,
    Estimate Top3,
    Estimate LogLoss,
    Estimate Brier,
    Estimate CalibrationError,
    Estimate Coverage,
    Estimate SureAccuracy,
    IReadOnlyList<ConfidenceBin> Bins,
    IReadOnlyList<ClassReport> Classes,
    long[,] Confusion);
