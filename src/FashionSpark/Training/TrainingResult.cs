using FashionSpark.Confidence;

namespace FashionSpark.Training;

/// <summary>What a trainer leaves behind beside the model file.</summary>
/// <param name="ModelPath">The ONNX file.</param>
/// <param name="Rounds">Figures per round, in order.</param>
/// <param name="Images">Training images seen in all, augmented repeats counted.</param>
/// <param name="Seconds">Wall-clock seconds of the rounds that ran in this process.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights the model has.</param>
/// <param name="Calibration">What was fitted afterwards; null without a validation split.</param>
public sealed record TrainingResult(
    string ModelPath,
    IReadOnlyList<RoundMetric> Rounds,
    long Images,
    double Seconds,
    int BestEpoch,
    CalibrationResult? Calibration = null);
