namespace FashionSpark.Training.Transfer;

/// <summary>Options of <see cref="HoldFeaturesFunction"/>.</summary>
/// <param name="RunKey">Names the training.</param>
/// <param name="Split">Split that the rows are of.</param>
/// <param name="ViewCount">Views of an image.</param>
/// <param name="FeatureCount">Features of a view.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Only">Partitions to hold; the others get no rows and must not be taken for empty ones. Null = all.</param>
public sealed record HoldFeaturesOptions(
    string RunKey, string Split, int ViewCount, int FeatureCount, int Classes, IReadOnlyList<int>? Only = null);
