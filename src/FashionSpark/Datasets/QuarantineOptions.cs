namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="QuarantineFunction"/>.</summary>
/// <param name="Image">What prepared images look like.</param>
/// <param name="Suspects">Ids of images that were listed but not prepared.</param>
public sealed record QuarantineOptions(ImageOptions Image, IReadOnlyList<string> Suspects);
