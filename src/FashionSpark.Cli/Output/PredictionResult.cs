using FashionSpark.Scoring;

namespace FashionSpark.Cli.Output;

/// <summary>What <c>predict --json</c> prints.</summary>
internal sealed record PredictionResult(string Model, IReadOnlyList<Prediction> Predictions, IReadOnlyList<PredictionFailure> Failures);
