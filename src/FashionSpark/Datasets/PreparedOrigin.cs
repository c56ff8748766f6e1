namespace FashionSpark.Datasets;

/// <summary>What a prepared data set was made from, so that the same <c>prepare</c> can bring it up to date.</summary>
/// <param name="Source">The source: a name, or the full path of a folder.</param>
/// <param name="ValidationShare">Share cut for validation where the source has none.</param>
/// <param name="TestShare">Share cut for the test where the source has none.</param>
/// <param name="RunId">The run that wrote the rows last.</param>
/// <param name="Update">
/// Version of the application transaction <see cref="AppId"/> that wrote them: where the table's is higher, rows were
/// written and not yet described.
/// </param>
public sealed record PreparedOrigin(string Source, double ValidationShare, double TestShare, string RunId, long Update)
{
    /// <summary>Application id of every commit of prepared rows; its version counts them.</summary>
    public const string AppId = "fashionspark:prepare";

    /// <summary>The transaction that wrote the rows of a table last; 0 = none.</summary>
    public static long UpdateOf(Engines.DeltaTableInfo table) => table.Transactions.GetValueOrDefault(AppId);
}
