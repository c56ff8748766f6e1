namespace FashionSpark.Pipeline;

/// <summary>What became of every image that a source has.</summary>
/// <param name="Prepared">Rows of the data set.</param>
/// <param name="Quarantined">Images that could not be used.</param>
/// <param name="Duplicates">Images left out because their bytes are there from another source.</param>
/// <param name="ImagesPerSplit">Rows of each split.</param>
internal sealed record PreparedCounts(long Prepared, long Quarantined, long Duplicates, IReadOnlyDictionary<string, long> ImagesPerSplit);
