namespace FashionSpark.Tables;

/// <summary>Checks that a table is whole: its log, its newest checkpoint, every live data file, and files nobody refers to.</summary>
public static class DeltaCheck
{
    /// <summary>What is wrong, errors first; empty where all is well. Reads footers, not rows.</summary>
    /// <exception cref="TableNotFoundException">No table there.</exception>
    public static IReadOnlyList<TableFinding> Run(string path)
    {
        string table = Path.GetFullPath(path);
        LogFolder log = LogFolder.List(table);
        List<TableFinding> findings = [];
        if (log.Latest >= 0)
        {
            CheckLog(log, findings);
            CheckCheckpoint(log, findings);
        }

        try
        {
            DeltaSnapshot snapshot = DeltaTable.Open(table);
            foreach (DeltaFile file in snapshot.Files)
            {
                CheckFile(snapshot, file, findings);
            }

            FindOrphans(snapshot, log, findings);
        }
        catch (Exception e) when (e is TableCorruptException or UnsupportedTableException)
        {
            findings.Add(new TableFinding(FindingSeverity.Error, table, e.Message));
        }

        return [.. findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Path, StringComparer.Ordinal)];
    }

    private static void CheckLog(LogFolder log, List<TableFinding> findings)
    {
        // Entries older than the oldest checkpoint may have been cleaned away, but not some of them in the middle.
        long previous = -1;
        foreach (long version in log.Commits)
        {
            string path = log.CommitPath(version);
            if (previous >= 0 && version != previous + 1)
            {
                findings.Add(new TableFinding(
                    FindingSeverity.Error, path, $"The log jumps from version {previous} to {version}: entries between are missing. Restore them from a copy."));
            }

            previous = version;
            try
            {
                _ = LogEntryReader.Read(path);
            }
            catch (Exception e) when (e is TableCorruptException or UnsupportedTableException)
            {
                findings.Add(new TableFinding(FindingSeverity.Error, path, e.Message));
            }
        }
    }

    private static void CheckCheckpoint(LogFolder log, List<TableFinding> findings)
    {
        if (log.Checkpoints.Count == 0)
        {
            return;
        }

        foreach (string file in log.Checkpoints.Last().Value)
        {
            if (CheckpointReader.TryRead(file, out string? problem) is null)
            {
                findings.Add(new TableFinding(
                    FindingSeverity.Warning, file, $"The newest checkpoint cannot be read ({problem}); the table is read from older entries. Delete the file; a later commit writes a new one."));
            }
        }
    }

    private static void CheckFile(DeltaSnapshot table, DeltaFile file, List<TableFinding> findings)
    {
        string path = table.FullPath(file);
        FileInfo info = new(path);
        if (!info.Exists)
        {
            findings.Add(new TableFinding(FindingSeverity.Error, path, "The data file is missing; its rows are lost unless a copy is restored."));
            return;
        }

        if (info.Length != file.Bytes)
        {
            findings.Add(new TableFinding(FindingSeverity.Error, path, $"The data file has {info.Length} bytes, the log says {file.Bytes}."));
        }

        try
        {
            long rows = ParquetFileReader.ReadRowCount(path);
            if (file.Rows is long expected && rows != expected)
            {
                findings.Add(new TableFinding(FindingSeverity.Error, path, $"The data file has {rows} rows, the log says {expected}."));
            }
        }
        catch (TableCorruptException e)
        {
            findings.Add(new TableFinding(FindingSeverity.Error, path, e.Message));
        }
    }

    private static void FindOrphans(DeltaSnapshot table, LogFolder log, List<TableFinding> findings)
    {
        HashSet<string> known = [.. table.Files.Select(table.FullPath), .. table.Tombstones.Select(file => Path.GetFullPath(file.Path, table.Path))];
        foreach (long version in log.Commits)
        {
            // Files of older versions, whose tombstones a checkpoint has dropped, are not orphans either while the log names them.
            try
            {
                known.UnionWith(LogEntryReader.Read(log.CommitPath(version)).Adds.Select(table.FullPath));
            }
            catch (Exception e) when (e is TableCorruptException or UnsupportedTableException)
            {
                // Reported above.
            }
        }

        foreach (string file in Directory.EnumerateFiles(table.Path, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            bool hidden = Path.GetRelativePath(table.Path, file).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('_') && !part.Contains('=', StringComparison.Ordinal));
            if (!hidden && !known.Contains(file))
            {
                findings.Add(new TableFinding(
                    FindingSeverity.Warning, file,
                    $"No version of the table refers to this file of {new FileInfo(file).Length} bytes: a writer was stopped before its commit, or is still writing. Delete it once no writer runs."));
            }
        }

        foreach (string file in Directory.EnumerateFiles(LogFolder.Of(table.Path), ".tmp-*").Order(StringComparer.Ordinal))
        {
            findings.Add(new TableFinding(FindingSeverity.Warning, file, "A temporary file of a writer that was stopped. Delete it once no writer runs."));
        }
    }
}
