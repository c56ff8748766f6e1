namespace FashionSpark.Tables;

/// <summary>Replays a checkpoint and commits in order: the newest reference of every path wins.</summary>
internal sealed class SnapshotBuilder
{
    private readonly Dictionary<string, DeltaFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RemovedFile> _tombstones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _transactions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _transactionCommits = new(StringComparer.Ordinal);
    private DeltaProtocol? _protocol;
    private DeltaMetadata? _metadata;

    /// <summary>Protocol and metadata were seen.</summary>
    public bool IsComplete => _protocol is not null && _metadata is not null;

    /// <param name="version">The version of a commit; null = a checkpoint, whose actions stem from many.</param>
    public void Apply(LogEntry entry, long? version)
    {
        _protocol = entry.Protocol ?? _protocol;
        _metadata = entry.Metadata ?? _metadata;

        // Within one commit a path has at most one add and one remove; a rewrite in place is a remove and an add.
        foreach (RemovedFile file in entry.Removes)
        {
            _files.Remove(file.Path);
            _tombstones[file.Path] = file;
        }

        foreach (DeltaFile file in entry.Adds)
        {
            _files[file.Path] = file;
            _tombstones.Remove(file.Path);
        }

        foreach ((string appId, long transaction) in entry.Transactions)
        {
            _transactions[appId] = transaction;
            if (version is long commit)
            {
                _transactionCommits[appId] = commit;
            }
        }
    }

    /// <exception cref="TableCorruptException">The log has no protocol or no metadata.</exception>
    /// <exception cref="UnsupportedTableException">The table asks for reader features that are not here.</exception>
    public DeltaSnapshot Build(string table, long version)
    {
        if (_protocol is null || _metadata is null)
        {
            throw new TableCorruptException(
                $"The log of '{table}' up to version {version} has no {(_protocol is null ? "protocol" : "metaData")} action; its first entries are damaged.");
        }

        ProtocolCheck.Read(table, _protocol, _metadata);
        return new DeltaSnapshot(
            table, version, _protocol, _metadata, [.. _files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)], [.. _tombstones.Values],
            _transactions, _transactionCommits);
    }
}
