using Parquet;

namespace FashionSpark.Tables;

/// <summary>Reads classic checkpoints. See the Delta protocol, "Checkpoint Schema".</summary>
internal static class CheckpointReader
{
    /// <summary>The actions of a checkpoint file, or null where it cannot be read: it only repeats the commits.</summary>
    public static LogEntry? TryRead(string path, out string? problem)
    {
        try
        {
            using ParquetFileReader file = new(path);
            LogEntry entry = file.Guard(() =>
            {
                LogEntry actions = new();
                foreach (ParquetRowGroupReader rowGroup in file.RowGroups())
                {
                    ReadRows(new CheckpointColumns(rowGroup, file.ParquetSchema), actions);
                }

                return actions;
            });
            problem = null;
            return entry;
        }
        catch (Exception e) when (e is TableCorruptException or IOException)
        {
            problem = e.Message;
            return null;
        }
    }

    private static void ReadRows(CheckpointColumns columns, LogEntry entry)
    {
        ReadProtocol(columns, entry);
        ReadMetadata(columns, entry);
        ReadAdds(columns, entry);
        ReadRemoves(columns, entry);
        string?[] appIds = columns.Texts("txn.appId");
        long?[] versions = columns.Values<long>("txn.version");
        for (int i = 0; i < columns.Rows; i++)
        {
            if (appIds[i] is string appId)
            {
                entry.Transactions[appId] = versions[i]!.Value;
            }
        }
    }

    private static void ReadProtocol(CheckpointColumns columns, LogEntry entry)
    {
        int?[] readers = columns.Values<int>("protocol.minReaderVersion");
        int?[] writers = columns.Values<int>("protocol.minWriterVersion");
        int row = Array.FindIndex(readers, version => version is not null);
        if (row >= 0)
        {
            entry.Protocol = new DeltaProtocol(
                readers[row]!.Value,
                writers[row]!.Value,
                [.. (columns.Lists("protocol.readerFeatures.list.element")[row] ?? []).OfType<string>()],
                [.. (columns.Lists("protocol.writerFeatures.list.element")[row] ?? []).OfType<string>()]);
        }
    }

    private static void ReadMetadata(CheckpointColumns columns, LogEntry entry)
    {
        string?[] schemas = columns.Texts("metaData.schemaString");
        int row = Array.FindIndex(schemas, schema => schema is not null);
        if (row >= 0)
        {
            entry.Metadata = new DeltaMetadata(
                columns.Texts("metaData.id")[row] ?? string.Empty,
                schemas[row]!,
                [.. (columns.Lists("metaData.partitionColumns.list.element")[row] ?? []).OfType<string>()],
                (columns.Maps("metaData.configuration")[row] ?? []).ToDictionary(pair => pair.Key, pair => pair.Value ?? string.Empty, StringComparer.Ordinal),
                columns.Values<long>("metaData.createdTime")[row])
            {
                Name = columns.Texts("metaData.name")[row],
                Description = columns.Texts("metaData.description")[row],
            };
        }
    }

    private static void ReadAdds(CheckpointColumns columns, LogEntry entry)
    {
        string?[] paths = columns.Texts("add.path");
        if (columns.Texts("add.deletionVector.storageType").Any(type => type is not null))
        {
            throw new UnsupportedTableException("The table has deletion vectors (feature deletionVectors), which are not read here. " +
                "In Spark: ALTER TABLE ... DROP FEATURE deletionVectors, or REORG TABLE ... APPLY (PURGE).");
        }

        Dictionary<string, string?>?[] partitions = columns.Maps("add.partitionValues");
        long?[] sizes = columns.Values<long>("add.size");
        long?[] times = columns.Values<long>("add.modificationTime");
        string?[] stats = columns.Texts("add.stats");
        Dictionary<string, string?>?[] tags = columns.Maps("add.tags");
        for (int i = 0; i < columns.Rows; i++)
        {
            if (paths[i] is string path)
            {
                entry.Adds.Add(new DeltaFile(path, partitions[i] ?? [], sizes[i]!.Value, times[i] ?? 0, stats[i])
                {
                    Tags = tags[i] is { } map ? ActionJson.Map(map) : null,
                });
            }
        }
    }

    private static void ReadRemoves(CheckpointColumns columns, LogEntry entry)
    {
        string?[] paths = columns.Texts("remove.path");
        long?[] times = columns.Values<long>("remove.deletionTimestamp");
        Dictionary<string, string?>?[] partitions = columns.Maps("remove.partitionValues");
        long?[] sizes = columns.Values<long>("remove.size");
        for (int i = 0; i < columns.Rows; i++)
        {
            if (paths[i] is string path)
            {
                entry.Removes.Add(new RemovedFile(path, times[i], partitions[i], sizes[i]));
            }
        }
    }
}
