namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="PrepareFunction"/>.</summary>
/// <param name="Image">What prepared images look like.</param>
/// <param name="Splits">How splits are decided.</param>
/// <param name="Leave">Sources to leave out: their bytes are kept from another source.</param>
/// <param name="Only">Ids of the images to prepare, the others being there already; null = all.</param>
public sealed record PrepareFunctionOptions(ImageOptions Image, SplitRule Splits, IReadOnlyList<string> Leave, IReadOnlyList<string>? Only = null);
