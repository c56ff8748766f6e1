namespace FashionSpark.Tables;

/// <summary>
/// Puts a commit file under the next free version. Where another writer took that version, its entry is read, checked
/// for conflicts, and the next one is tried: optimistic concurrency.
/// </summary>
internal sealed class LogCommitter
{
    /// <summary>
    /// Versions tried before giving up. Each one lost is a commit another writer made meanwhile (some milliseconds), so
    /// that a thousand mean something is wrong.
    /// </summary>
    private const int MaxAttempts = 1000;

    private readonly string _table;
    private readonly TimeProvider _time;

    public LogCommitter(string table, TimeProvider time)
    {
        _table = table;
        _time = time;
    }

    /// <param name="readVersion">The version the actions were made from; -1 = there was no table.</param>
    /// <exception cref="CommitConflictException">Another writer changed what these actions rest on.</exception>
    /// <exception cref="CommitFailedException">Nothing was committed; the files of the actions can be deleted.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the commit was made.</exception>
    /// <exception cref="IOException">The outcome is not known; the files must stay.</exception>
    public CommitOutcome Commit(CommitActions actions, long readVersion, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            long version = readVersion + 1 + attempt;
            string path = LogFolder.CommitPath(_table, version);
            if (TryCreate(path, actions))
            {
                return new CommitOutcome(version, AlreadyWritten: false);
            }

            LogEntry winner = LogEntryReader.Read(path);
            if (IsOurs(winner, actions))
            {
                // NFS repeats a request whose answer was lost, and the repetition finds our own file.
                return new CommitOutcome(version, AlreadyWritten: false);
            }

            if (ConflictCheck.Check(actions, winner, version, _table) is CommitOutcome outcome)
            {
                return outcome;
            }
        }

        throw new CommitConflictException(
            $"Table '{_table}' took {MaxAttempts} commits of other writers while this one tried to commit; give up. Fewer writers, or fewer commits each, will help.");
    }

    private static bool IsOurs(LogEntry entry, CommitActions actions) => (string?)entry.CommitInfo?["txnId"] == actions.CommitId;

    private bool TryCreate(string path, CommitActions actions)
    {
        try
        {
            return DurableFiles.TryCreate(path, actions.Serialize(_time.GetUtcNow()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error may have come after the entry became visible. Files that an entry refers to must never be deleted.
            return IsCommitted(path, actions, e)
                ? true
                : throw new CommitFailedException($"Nothing was committed to '{_table}': {e.Message}", e);
        }
    }

    private static bool IsCommitted(string path, CommitActions actions, Exception error)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            if (!IsOurs(LogEntryReader.Read(path), actions))
            {
                return false;
            }

            DurableFiles.SyncFolder(Path.GetDirectoryName(path)!);
            return true;
        }
        catch (Exception e) when (e is IOException or TableCorruptException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Whether '{path}' was committed is not known ({error.Message}; then {e.Message}). Its data files were kept; run the stage again once the disk works.", error);
        }
    }
}
