namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="DigestFunction"/>.</summary>
/// <param name="Splits">How splits are decided.</param>
/// <param name="Only">Only images with these ids; null = all.</param>
public sealed record DigestOptions(SplitRule Splits, IReadOnlyList<string>? Only = null);
