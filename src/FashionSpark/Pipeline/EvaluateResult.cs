using FashionSpark.Evaluation;
using FashionSpark.Evaluation.Gates;

namespace FashionSpark.Pipeline;

/// <summary>What an evaluate found.</summary>
/// <param name="RunId">The run whose predictions were evaluated.</param>
/// <param name="Splits">A report a split.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record EvaluateResult(string RunId, IReadOnlyList<SplitReport> Splits, double Seconds)
{
    /// <summary>Every gate that was asked, in order; the comparison with another run first.</summary>
    public IReadOnlyList<GateResult> Gates { get; init; } = [];

    /// <summary>The comparison with another run, a split each.</summary>
    public IReadOnlyList<PairedComparison> Comparisons { get; init; } = [];
}
