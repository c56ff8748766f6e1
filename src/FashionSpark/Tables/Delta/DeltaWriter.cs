using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Tables;

/// <summary>
/// Writes rows into a Delta table in one commit: data files first, then the log entry that makes them visible. Without
/// a commit the files are deleted on dispose; a killed process leaves files that no reader sees and
/// <c>fashionspark table check</c> names.
/// </summary>
/// <remarks>
/// Use: construct; stop where <see cref="AlreadyWritten"/>; open a partition per thread, write batches, complete it;
/// <see cref="Commit"/>; dispose. <see cref="OpenPartition"/> may be called from several threads.
/// </remarks>
public sealed class DeltaWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly DeltaWrite _write;
    private readonly Schema _schema;
    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly List<DeltaPartitionWriter> _open = [];
    private readonly List<WrittenFile> _written = [];
    private readonly List<DeltaFile> _replaced = [];
    private IReadOnlyDictionary<string, string> _properties;
    private DeltaSnapshot? _table;
    private bool _keepFiles;

    /// <param name="write">Where and how.</param>
    /// <param name="schema">Columns of every batch, partition columns among them.</param>
    /// <param name="time">Clock of the commit.</param>
    /// <exception cref="InvalidInputException">The columns do not fit the table, or a property cannot be set.</exception>
    /// <exception cref="UnsupportedTableException">The table cannot be written by this client.</exception>
    public DeltaWriter(DeltaWrite write, Schema schema, TimeProvider time)
    {
        _write = write;
        _schema = schema;
        _time = time;
        _properties = write.Properties;
        _path = System.IO.Path.GetFullPath(write.Path);
        TableProperties.CheckSettable(write.Properties.Keys);
        SchemaCheck.CheckNew(schema, write.PartitionBy);
        _table = DeltaTable.TryOpen(_path);
        if (_table is not null)
        {
            CheckTable(_table);
            AlreadyWritten = IsWritten(_table);
        }

        DataSchema = new Schema(
            [.. schema.FieldsList.Where(field => !write.PartitionBy.Contains(field.Name)).Select(field =>
                new Field(field.Name, field.DataType, field.IsNullable && IsNullableInTable(field.Name)))],
            metadata: null);
    }

    /// <summary>
    /// The table already holds this application transaction: there is nothing to write, and <see cref="Commit"/> returns
    /// the version that holds it.
    /// </summary>
    public bool AlreadyWritten { get; private set; }

    /// <summary>Columns of the data files: those of the rows without the partition columns.</summary>
    internal Schema DataSchema { get; }

    internal Schema Schema => _schema;

    internal IReadOnlyList<string> PartitionBy => _write.PartitionBy;

    internal string TablePath => _path;

    /// <summary>The version that the write began with; null = there was no table.</summary>
    internal DeltaSnapshot? Table => _table;

    /// <summary>No row would come and none would go.</summary>
    internal bool IsEmpty => _written.Count == 0 && Removes().Count == 0;

    /// <summary>A writer of its own files, for one thread; complete it before <see cref="Commit"/>.</summary>
    public DeltaPartitionWriter OpenPartition()
    {
        DeltaPartitionWriter partition = new(this);
        lock (_lock)
        {
            _open.Add(partition);
        }

        return partition;
    }

    /// <summary>
    /// Makes the rows of all completed partitions visible and returns the version that holds them. Without rows the
    /// commit is made too: it makes the table and records the transaction.
    /// </summary>
    /// <exception cref="CommitConflictException">Another writer changed the table in a way this write cannot follow.</exception>
    /// <exception cref="IOException">The disk failed; the message says whether the outcome is known.</exception>
    public long Commit(CancellationToken cancellation)
    {
        if (AlreadyWritten)
        {
            return WrittenIn(_table!);
        }

        SyncFolders();
        _keepFiles = true;
        try
        {
            CommitOutcome outcome = CommitOrFollowCreation(cancellation);
            if (outcome.AlreadyWritten && _write.Describe is not null)
            {
                throw new CommitConflictException(
                    $"Version {outcome.Version} of table '{_path}' was made by another writer of '{_write.AppId}' meanwhile. Nothing was written; run the stage again.");
            }

            if (outcome.AlreadyWritten)
            {
                AlreadyWritten = true;
                _keepFiles = false;
            }
            else
            {
                CheckpointWriter.WriteIfDue(_path, outcome.Version, _time);
            }

            return outcome.Version;
        }
        catch (Exception e) when (e is CommitConflictException or CommitFailedException or OperationCanceledException or InvalidInputException or UnsupportedTableException)
        {
            _keepFiles = false;
            throw;
        }
    }

    /// <summary>Data files that leave the table with the commit; what stays of their rows must have been written.</summary>
    internal void Remove(IEnumerable<DeltaFile> files)
    {
        lock (_lock)
        {
            _replaced.AddRange(files);
        }
    }

    /// <summary>The table as it will be once all that was written is committed.</summary>
    internal DeltaSnapshot Pending()
    {
        HashSet<string> gone = Removes().Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        IEnumerable<DeltaFile> files = (_table?.Files ?? []).Where(file => !gone.Contains(file.Path)).Concat(_written.Select(file => file.ToAdd(_path)));
        return new DeltaSnapshot(
            _path, (_table?.Version ?? -1) + 1, _table?.Protocol ?? DeltaProtocol.Default, Metadata() ?? _table!.Metadata,
            [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)], [], new Dictionary<string, long>(), new Dictionary<string, long>());
    }

    /// <summary>Properties that the commit sets besides those of the write.</summary>
    internal void AddProperties(IReadOnlyDictionary<string, string> properties)
    {
        TableProperties.CheckSettable(properties.Keys);
        _properties = TableProperties.Merge(_properties, properties) ?? _properties;
    }

    /// <summary>Deletes the files unless they were committed, or may have been.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (DeltaPartitionWriter partition in _open)
            {
                partition.Dispose();
            }

            if (!_keepFiles)
            {
                _written.ForEach(file => File.Delete(file.Summary.Path));
                _written.Clear();
            }
        }
    }

    internal void Register(IEnumerable<WrittenFile> files)
    {
        lock (_lock)
        {
            _written.AddRange(files);
        }
    }

    private CommitOutcome CommitOrFollowCreation(CancellationToken cancellation)
    {
        LogCommitter committer = new(_path, _time);
        try
        {
            return committer.Commit(Actions(), _table?.Version ?? -1, cancellation);
        }
        catch (CommitConflictException) when (_table is null && _write.Describe is null)
        {
            // Another writer made the table meanwhile. These rows can go into it where they fit.
            _table = DeltaTable.Open(_path);
            CheckTable(_table);
            return IsWritten(_table)
                ? new CommitOutcome(WrittenIn(_table), AlreadyWritten: true)
                : committer.Commit(Actions(), _table.Version, cancellation);
        }
    }

    private CommitActions Actions()
    {
        DeltaFile[] adds = [.. _written.Select(file => file.ToAdd(_path))];
        IReadOnlyList<DeltaFile> removes = Removes();
        if (removes.Count > 0 && ProtocolCheck.IsAppendOnly(_table!.Metadata))
        {
            throw new InvalidInputException($"Table '{_path}' has {ProtocolCheck.AppendOnly} = true: its rows cannot be replaced. Append, or unset the property.");
        }

        return new CommitActions(
            "WRITE",
            new Dictionary<string, string> { ["mode"] = _write.Mode.ToString(), ["partitionBy"] = SpecText(_write.PartitionBy) },
            new Dictionary<string, long>
            {
                ["numFiles"] = adds.Length,
                ["numOutputRows"] = _written.Sum(file => file.Summary.Rows),
                ["numOutputBytes"] = _written.Sum(file => file.Summary.Bytes),
                ["numRemovedFiles"] = removes.Count,
            },
            adds,
            removes)
        {
            IsOverwrite = _write.Mode == DeltaWriteMode.Overwrite,
            Protocol = _table is null ? DeltaProtocol.Default : null,
            Metadata = Metadata(),
            Transaction = (_write.AppId, _write.TxnVersion),
        };
    }

    private IReadOnlyList<DeltaFile> Removes() => _write.Mode == DeltaWriteMode.Overwrite ? _table?.Files ?? [] : _replaced;

    private DeltaMetadata? Metadata()
    {
        if (_table is null)
        {
            return new DeltaMetadata(
                Guid.NewGuid().ToString(), DeltaMetadata.WriteSchema(_schema), [.. _write.PartitionBy],
                new Dictionary<string, string>(_properties, StringComparer.Ordinal), _time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        return TableProperties.Merge(_table.Properties, _properties) is { } properties ? _table.Metadata with { Configuration = properties } : null;
    }

    private void CheckTable(DeltaSnapshot table)
    {
        ProtocolCheck.Write(_path, table.Protocol, table.Metadata);
        TableFit.Check(table.Path, table.Schema, table.PartitionColumns, _schema, _write.PartitionBy);
    }

    private bool IsWritten(DeltaSnapshot table) =>
        table.Transactions.TryGetValue(_write.AppId, out long version) && version >= _write.TxnVersion;

    /// <summary>The commit of the transaction, or the present version where the commit is older than the checkpoint.</summary>
    private long WrittenIn(DeltaSnapshot table) =>
        table.TransactionCommits.TryGetValue(_write.AppId, out long version) ? version : table.Version;

    private bool IsNullableInTable(string column) =>
        _table?.Schema.FieldsList.FirstOrDefault(field => field.Name == column)?.IsNullable ?? true;

    private static string SpecText(IEnumerable<string> names) => $"[{string.Join(",", names.Select(name => $"\"{name}\""))}]";

    private void SyncFolders()
    {
        bool created = !Directory.Exists(LogFolder.Of(_path));
        Directory.CreateDirectory(LogFolder.Of(_path));
        IEnumerable<string> folders = _written.SelectMany(file => FoldersBelow(System.IO.Path.GetDirectoryName(file.Summary.Path)!));
        foreach (string folder in folders.Append(_path).Distinct(StringComparer.Ordinal))
        {
            DurableFiles.SyncFolder(folder);
        }

        if (created && System.IO.Path.GetDirectoryName(_path) is string parent)
        {
            DurableFiles.SyncFolder(parent);
        }
    }

    private IEnumerable<string> FoldersBelow(string folder)
    {
        for (string? at = folder; at is not null && at.Length > _path.Length; at = System.IO.Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }
}
