using System.Text.Json;

namespace FashionSpark.Tables;

/// <summary>Opens versions of Delta tables on a file system, without Spark.</summary>
/// <remarks>See the Delta protocol, "Action Reconciliation" and "Checkpoints". Reader versions 1 to 3, without column
/// mapping, deletion vectors and V2 checkpoints.</remarks>
public static class DeltaTable
{
    /// <summary>True where the folder's log has a commit or a checkpoint; leftover temporary files are not a table.</summary>
    public static bool Exists(string path) => LogFolder.List(System.IO.Path.GetFullPath(path)).Latest >= 0;

    /// <summary>Replays the log up to a version.</summary>
    /// <param name="path">Folder of the table.</param>
    /// <param name="version">Version to open; null = the newest.</param>
    /// <exception cref="TableNotFoundException">No table there, or not that version.</exception>
    /// <exception cref="TableCorruptException">An entry that is needed is missing, empty or torn.</exception>
    /// <exception cref="UnsupportedTableException">The table asks for reader features that are not here.</exception>
    public static DeltaSnapshot Open(string path, long? version = null) =>
        TryOpen(path, version) ?? throw new TableNotFoundException(
            $"'{path}' is not a Delta table: it has no _delta_log folder with a commit in it.");

    /// <summary>As <see cref="Open"/>, but null where there is no table at all.</summary>
    public static DeltaSnapshot? TryOpen(string path, long? version = null)
    {
        string table = System.IO.Path.GetFullPath(path);
        LogFolder log = LogFolder.List(table);
        if (log.Latest < 0)
        {
            return null;
        }

        long target = version ?? log.Latest;
        if (target < 0 || target > log.Latest)
        {
            throw new TableNotFoundException($"Table '{path}' has no version {target}; its newest is {log.Latest}.");
        }

        return Replay(table, log, target);
    }

    /// <summary>Sets table properties in a commit of their own and returns its version, or the present one where nothing changes.</summary>
    /// <exception cref="InvalidInputException">A key that only Spark can set.</exception>
    /// <exception cref="CommitConflictException">Another writer changed the table's schema or properties meanwhile.</exception>
    public static long SetProperties(string path, IReadOnlyDictionary<string, string> properties, TimeProvider time, CancellationToken cancellation)
    {
        TableProperties.CheckSettable(properties.Keys);
        DeltaSnapshot table = Open(path);
        ProtocolCheck.Write(path, table.Protocol, table.Metadata);
        if (TableProperties.Merge(table.Properties, properties) is not { } merged)
        {
            return table.Version;
        }

        CommitActions actions = new(
            "SET TBLPROPERTIES",
            new Dictionary<string, string> { ["properties"] = JsonSerializer.Serialize(properties, ActionJson.Options) },
            new Dictionary<string, long>(),
            [],
            [])
        {
            Metadata = table.Metadata with { Configuration = merged },
        };
        long version = new LogCommitter(table.Path, time).Commit(actions, table.Version, cancellation).Version;
        CheckpointWriter.WriteIfDue(table.Path, version, time);
        return version;
    }

    private static DeltaSnapshot Replay(string table, LogFolder log, long target)
    {
        string? unreadable = null;
        foreach ((long version, IReadOnlyList<string> files) in log.Checkpoints.Reverse())
        {
            // A checkpoint only repeats the commits: where one cannot be read, an older one or all commits say the same.
            if (version <= target && ReadCheckpoint(files, ref unreadable) is SnapshotBuilder builder)
            {
                return ReplayCommits(builder, table, log, version + 1, target);
            }
        }

        try
        {
            return ReplayCommits(new SnapshotBuilder(), table, log, 0, target);
        }
        catch (TableCorruptException e) when (unreadable is not null)
        {
            throw new TableCorruptException($"{e.Message} The checkpoint that would replace it cannot be read either: {unreadable}", e);
        }
    }

    private static SnapshotBuilder? ReadCheckpoint(IReadOnlyList<string> files, ref string? unreadable)
    {
        SnapshotBuilder builder = new();
        foreach (string file in files)
        {
            if (CheckpointReader.TryRead(file, out string? problem) is not LogEntry entry)
            {
                unreadable ??= problem;
                return null;
            }

            builder.Apply(entry, version: null);
        }

        // A footer without protocol and metadata is no checkpoint: delta#7174 closed one cleanly after a read error.
        return builder.IsComplete ? builder : null;
    }

    private static DeltaSnapshot ReplayCommits(SnapshotBuilder builder, string table, LogFolder log, long first, long last)
    {
        for (long version = first; version <= last; version++)
        {
            string path = log.CommitPath(version);
            if (!log.Commits.Contains(version))
            {
                throw new TableCorruptException(
                    $"Log entry '{path}' is missing, so version {last} cannot be told." +
                    (log.HasV2Checkpoints ? " (The table has checkpoints of the V2 kind, feature v2Checkpoint, which are not read here.)" : string.Empty));
            }

            builder.Apply(LogEntryReader.Read(path), version);
        }

        return builder.Build(table, last);
    }
}
