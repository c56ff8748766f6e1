namespace FashionSpark.Evaluation.Gates;

/// <summary>A run's answers beside those of another run to the same images of a split.</summary>
/// <param name="Run">The other run.</param>
/// <param name="Split">The split.</param>
/// <param name="OnlyThis">Images that only this run gets right.</param>
/// <param name="OnlyOther">Images that only the other run gets right.</param>
/// <param name="Gain">Accuracy of this run less that of the other.</param>
/// <param name="PValue">Chance of such a difference or a greater one, either way, between equally good models (McNemar, exact).</param>
public sealed record PairedComparison(string Run, string Split, long OnlyThis, long OnlyOther, Estimate Gain, double PValue)
{
    /// <summary>Below this p value a difference is taken as real.</summary>
    public const double Level = 0.05;

    /// <summary>Whether this run is worse by more than chance explains.</summary>
    public bool IsWorse => PValue < Level && OnlyThis < OnlyOther;
}
