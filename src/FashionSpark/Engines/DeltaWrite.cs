namespace FashionSpark.Engines;

/// <summary>How to write rows into a Delta table.</summary>
/// <param name="Path">Folder of the table; made where it is missing.</param>
/// <param name="AppId">
/// Application id of the commit's <c>txn</c> action. Where the table already holds this id with
/// <paramref name="TxnVersion"/> or a higher one, nothing is written: a repeated stage adds nothing twice.
/// </param>
/// <param name="TxnVersion">Version of the application transaction.</param>
/// <param name="Mode">Add to the rows that are there, or replace them.</param>
public sealed record DeltaWrite(string Path, string AppId, long TxnVersion, DeltaWriteMode Mode = DeltaWriteMode.Append)
{
    /// <summary>Partition columns of a new table; an existing table must have the same.</summary>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>Table properties set in the same commit.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
