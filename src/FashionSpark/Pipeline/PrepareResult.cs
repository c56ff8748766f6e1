namespace FashionSpark.Pipeline;

/// <summary>Counts of a prepare. Listed = prepared + quarantined + duplicates, always.</summary>
/// <param name="Data">Folder of the prepared data set.</param>
/// <param name="DataVersion">Its version.</param>
/// <param name="Listed">Images the source has.</param>
/// <param name="Prepared">Images in the data set.</param>
/// <param name="Quarantined">Images that could not be used; each has a row in the quarantine table.</param>
/// <param name="Duplicates">Images left out because the same bytes are in the data set already; each has a row in the duplicates table.</param>
/// <param name="ImagesPerSplit">Prepared images of each split.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record PrepareResult(
    string Data,
    long DataVersion,
    long Listed,
    long Prepared,
    long Quarantined,
    long Duplicates,
    IReadOnlyDictionary<string, long> ImagesPerSplit,
    double Seconds)
{
    /// <summary>Rows that were there before and stay as they are; 0 where all was prepared anew.</summary>
    public long Unchanged { get; init; }

    /// <summary>Images that were not in the data set before.</summary>
    public long Added { get; init; }

    /// <summary>Images that were in the data set under another name, in another split or class.</summary>
    public long Changed { get; init; }

    /// <summary>Images that left the data set because the source has them no longer.</summary>
    public long Removed { get; init; }

    /// <summary>Nothing differed, so the version is the one that was there.</summary>
    public bool UpToDate { get; init; }

    /// <summary>Images with a very similar one in another split, rows of the near_duplicates table; null = not looked for.</summary>
    public long? NearDuplicates { get; init; }

    /// <summary>What else a user should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
