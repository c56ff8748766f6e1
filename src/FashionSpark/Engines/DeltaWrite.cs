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

    /// <summary>
    /// With <see cref="DeltaWriteMode.Append"/>: rows of the table with one of these keys leave it in the same commit, so
    /// that rows are added, changed and removed in one step. Rows that are written must have one of the keys too.
    /// </summary>
    public RowKeys? Replace { get; init; }

    /// <summary>Commit nothing where no row comes and none goes; then <see cref="Describe"/> is not asked either.</summary>
    public bool SkipEmpty { get; init; }

    /// <summary>
    /// Asked for further properties once the rows are written: before they are committed, and in the same commit, where the
    /// engine can (local); else right after, in a commit of its own (Spark). An exception stops what is not committed yet.
    /// </summary>
    public TableDescription? Describe { get; init; }
}
