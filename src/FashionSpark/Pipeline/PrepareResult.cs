namespace FashionSpark.Pipeline;

/// <summary>Counts of a prepare. Listed = prepared + quarantined + duplicates, always.</summary>
/// <param name="Data">Folder of the prepared data set.</param>
/// <param name="DataVersion">Its version.</param>
/// <param name="Listed">Images the source has.</param>
/// <param name="Prepared">Images in the data set.</param>
/// <param name="Quarantined">Images that could not be used; each has a row in the quarantine table.</param>
/// <param name="Duplicates">Images left out because the same bytes are in the data set already.</param>
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
    double Seconds);
