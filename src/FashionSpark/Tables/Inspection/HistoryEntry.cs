namespace FashionSpark.Tables;

/// <summary>One commit of a table.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Time">When it was made, as its writer's clock says, else when its file was last changed.</param>
/// <param name="Operation">Such as <c>WRITE</c>; null = its writer did not say.</param>
/// <param name="Engine">Who made it; null = its writer did not say.</param>
/// <param name="FilesAdded">Data files that came.</param>
/// <param name="FilesRemoved">Data files that went.</param>
/// <param name="RowsAdded">Rows of the files that came; null = statistics do not say.</param>
/// <param name="RowsRemoved">Rows of the files that went; null = neither this nor an earlier entry says.</param>
public sealed record HistoryEntry(
    long Version, DateTimeOffset Time, string? Operation, string? Engine, int FilesAdded, int FilesRemoved, long? RowsAdded, long? RowsRemoved);
