using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>The commits of a table that its log still has.</summary>
public static class DeltaHistory
{
    /// <summary>Commits, newest first.</summary>
    /// <param name="path">Folder of the table.</param>
    /// <param name="limit">Most entries; null = all.</param>
    /// <exception cref="TableNotFoundException">No table there.</exception>
    /// <exception cref="TableCorruptException">An entry is empty or torn.</exception>
    public static IReadOnlyList<HistoryEntry> Read(string path, int? limit = null)
    {
        string table = Path.GetFullPath(path);
        LogFolder log = LogFolder.List(table);
        if (log.Latest < 0)
        {
            throw new TableNotFoundException($"'{path}' is not a Delta table: it has no _delta_log folder with a commit in it.");
        }

        // Oldest first: what a removed file held is said where it was added.
        Dictionary<string, long?> rowsOf = new(StringComparer.Ordinal);
        List<HistoryEntry> history = [];
        foreach (long version in log.Commits)
        {
            LogEntry entry = LogEntryReader.Read(log.CommitPath(version));
            long? removed = Sum(entry.Removes.Select(file => rowsOf.GetValueOrDefault(file.Path)));
            foreach (DeltaFile file in entry.Adds)
            {
                rowsOf[file.Path] = file.Rows;
            }

            history.Add(new HistoryEntry(
                version, Time(entry, log.CommitPath(version)), Text(entry, "operation"), Text(entry, "engineInfo"),
                entry.Adds.Count, entry.Removes.Count, Sum(entry.Adds.Select(file => file.Rows)), removed));
        }

        history.Reverse();
        return limit is int most && most < history.Count ? history[..most] : history;
    }

    private static long? Sum(IEnumerable<long?> counts)
    {
        long sum = 0;
        foreach (long? count in counts)
        {
            if (count is null)
            {
                return null;
            }

            sum += count.Value;
        }

        return sum;
    }

    private static DateTimeOffset Time(LogEntry entry, string path) =>
        entry.CommitInfo?["timestamp"] is JsonValue value && value.TryGetValue(out long milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : new DateTimeOffset(File.GetLastWriteTimeUtc(path));

    private static string? Text(LogEntry entry, string name) =>
        entry.CommitInfo?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
