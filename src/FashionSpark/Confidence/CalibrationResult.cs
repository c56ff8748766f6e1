using FashionSpark.Evaluation;

namespace FashionSpark.Confidence;

/// <summary>What calibration on the validation split found and wrote into the model file.</summary>
/// <param name="Temperature">Divides the logarithms of the probabilities; above 1 = the model was too sure of itself, below = not sure enough.</param>
/// <param name="Threshold">Confidence from which an answer is sure; 0 = always, 1 = the target cannot be reached.</param>
/// <param name="Coverage">Share of validation images with a sure answer.</param>
/// <param name="SureAccuracy">Share of right answers among these.</param>
/// <param name="LogLossBefore">Mean log loss as trained.</param>
/// <param name="LogLossAfter">Mean log loss with the temperature.</param>
/// <param name="ErrorBefore">Expected calibration error as trained.</param>
/// <param name="ErrorAfter">Expected calibration error with the temperature.</param>
public sealed record CalibrationResult(
    Estimate Temperature,
    double Threshold,
    Estimate Coverage,
    Estimate SureAccuracy,
    Estimate LogLossBefore,
    Estimate LogLossAfter,
    Estimate ErrorBefore,
    Estimate ErrorAfter);
