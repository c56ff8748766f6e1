namespace FashionSpark.Training.Transfer;

/// <summary>Options of <see cref="HeadGradientFunction"/> and <see cref="FeatureStatisticsFunction"/>.</summary>
/// <param name="RunKey">Under which machines hold features; of no other training.</param>
/// <param name="Split">Split of the rows.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Weights">Float64, little-endian, [classes, features + 1], the bias last; null for statistics.</param>
/// <param name="Gradient">Whether the gradient is wanted beside the sums; of statistics, the products beside the counts.</param>
public sealed record HeadOptions(string RunKey, string Split, int Classes, byte[]? Weights = null, bool Gradient = true);
