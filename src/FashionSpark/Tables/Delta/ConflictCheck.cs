namespace FashionSpark.Tables;

/// <summary>Whether a commit can follow another one it did not know of.</summary>
/// <remarks>Appends that looked at nothing may follow each other; what rests on the table's rows, schema or properties may not.</remarks>
internal static class ConflictCheck
{
    /// <returns>Null = go on with the next version; else the commit that already holds these rows.</returns>
    /// <exception cref="CommitConflictException">The winner changed what these actions rest on.</exception>
    public static CommitOutcome? Check(CommitActions ours, LogEntry winner, long version, string table)
    {
        if (ours.Transaction is (string appId, long transaction) && winner.Transactions.TryGetValue(appId, out long theirs))
        {
            return theirs >= transaction
                ? new CommitOutcome(version, AlreadyWritten: true)
                : throw Conflict(table, version, $"is transaction {theirs} of the same application '{appId}', while {transaction} was being written");
        }

        if (winner.Protocol is not null || winner.Metadata is not null)
        {
            throw Conflict(table, version, winner.Protocol is not null ? "changed the protocol" : "changed the schema or the properties");
        }

        if (ours.DependsOnRows && winner.DataChange)
        {
            throw Conflict(table, version, "added or removed rows while the table was being overwritten");
        }

        return null;
    }

    private static CommitConflictException Conflict(string table, long version, string what) =>
        new($"Version {version} of table '{table}', made by another writer, {what}. Nothing was written; run the stage again.");
}
