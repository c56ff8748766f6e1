namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="ReadIdxFunction"/>.</summary>
/// <param name="Classes">Number of classes.</param>
/// <param name="BatchRows">
/// Images a batch. 64 of 28 x 28 are 50 kB: below the 85 kB from which the garbage collector treats an array as large
/// and keeps it until a full collection.
/// </param>
public sealed record ReadIdxOptions(int Classes, int BatchRows = 64);
