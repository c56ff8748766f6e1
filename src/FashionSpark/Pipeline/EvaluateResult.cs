using FashionSpark.Evaluation;

namespace FashionSpark.Pipeline;

/// <summary>What an evaluate found.</summary>
/// <param name="RunId">The run whose predictions were evaluated.</param>
/// <param name="Splits">A report a split.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record EvaluateResult(string RunId, IReadOnlyList<SplitReport> Splits, double Seconds);
