namespace FashionSpark.Torch.Training;

/// <summary>Options of <see cref="HoldImagesFunction"/>.</summary>
/// <param name="RunKey">Names the training.</param>
/// <param name="Split">Split that the rows are of.</param>
/// <param name="Shape">Size of the images.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="AnySize">Whether images may have other sizes.</param>
/// <param name="Only">Partitions to hold; the others get no rows and must not be taken for empty ones. Null = all.</param>
public sealed record HoldImagesOptions(
    string RunKey, string Split, ImageShape Shape, int Classes, bool AnySize, IReadOnlyList<int>? Only = null);
