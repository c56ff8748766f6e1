using System.Text.Json.Nodes;
using Parquet;

namespace FashionSpark.Tables;

/// <summary>Writes classic checkpoints: the state of a version in one Parquet file, so that readers need not replay all commits.</summary>
public static class CheckpointWriter
{
    /// <summary>
    /// Writes a checkpoint where the table's interval says so. A failure is swallowed: the commit is made, and the next
    /// interval tries again.
    /// </summary>
    internal static void WriteIfDue(string table, long version, TimeProvider time)
    {
        try
        {
            // The interval is a property of the table, so the log is replayed for it: at most an interval of entries and a checkpoint.
            DeltaSnapshot snapshot = DeltaTable.Open(table, version);
            if (version > 0 && version % TableProperties.ReadCheckpointInterval(snapshot.Properties) == 0)
            {
                Write(snapshot, time);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FashionSparkException or ParquetException)
        {
            // Nothing depends on a checkpoint.
        }
    }

    /// <summary>Writes a checkpoint of a version: beside its place, synced and read back, then renamed.</summary>
    /// <exception cref="IOException">The disk is full, or the file could not be read back.</exception>
    public static void Write(DeltaSnapshot snapshot, TimeProvider time)
    {
        List<CheckpointRow> rows = Rows(snapshot, time.GetUtcNow());
        string path = LogFolder.CheckpointPath(snapshot.Path, snapshot.Version);
        string temporary = DurableFiles.TemporaryBeside(path);
        try
        {
            WriteFile(temporary, rows);
            LogEntry? readBack = CheckpointReader.TryRead(temporary, out string? problem);
            if (readBack is null || readBack.Adds.Count != snapshot.Files.Count)
            {
                throw new IOException($"Checkpoint '{path}' cannot be read back: {problem ?? "files are missing in it"}.");
            }

            DurableFiles.Rename(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }

        JsonObject hint = new() { ["version"] = snapshot.Version, ["size"] = rows.Count, ["sizeInBytes"] = new FileInfo(path).Length, ["numOfAddFiles"] = snapshot.Files.Count };
        DurableFiles.Replace(Path.Combine(LogFolder.Of(snapshot.Path), "_last_checkpoint"), System.Text.Encoding.UTF8.GetBytes(hint.ToJsonString(ActionJson.Options)));
    }

    private static List<CheckpointRow> Rows(DeltaSnapshot snapshot, DateTimeOffset now)
    {
        List<CheckpointRow> rows = [new() { Protocol = snapshot.Protocol }, new() { Metadata = snapshot.Metadata }];
        rows.AddRange(snapshot.Transactions.Select(pair => new CheckpointRow { Transaction = (pair.Key, pair.Value) }));
        rows.AddRange(snapshot.Files.Select(file => new CheckpointRow { Add = file }));
        TimeSpan? retention = TableProperties.ReadDeletedFileRetention(snapshot.Properties);
        long oldest = retention is TimeSpan span ? (now - span).ToUnixTimeMilliseconds() : long.MinValue;
        rows.AddRange(snapshot.Tombstones.Where(file => (file.DeletionTimestamp ?? 0) > oldest).Select(file => new CheckpointRow { Remove = file }));
        return rows;
    }

    private static void WriteFile(string path, List<CheckpointRow> rows)
    {
        CheckpointLayout layout = new();
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, ParquetLimits.FileBufferBytes);
        ParquetWriter writer = ParquetWriter.CreateAsync(layout.Schema, new SynchronousStream(file), ParquetSettings.WritingCheckpoints).GetAwaiter().GetResult();
        using (ParquetRowGroupWriter rowGroup = writer.CreateRowGroup())
        {
            layout.Write(rowGroup, rows);
            rowGroup.CompleteValidate();
        }

        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        file.Flush(flushToDisk: true);
    }
}
