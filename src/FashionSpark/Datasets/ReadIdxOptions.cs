namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="ReadIdxFunction"/>.</summary>
/// <param name="Classes">Number of classes.</param>
/// <param name="BatchRows">Images a batch.</param>
public sealed record ReadIdxOptions(int Classes, int BatchRows = 512);
