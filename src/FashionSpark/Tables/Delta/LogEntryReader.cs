using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>Reads commit files. Unknown actions and fields are skipped, as the protocol asks.</summary>
internal static class LogEntryReader
{
    /// <exception cref="TableCorruptException">The entry is empty, torn or lacks a required field.</exception>
    public static LogEntry Read(string path)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TableCorruptException($"Log entry '{path}' is missing.", e);
        }

        if (content.AsSpan().Trim(" \r\n\t"u8).IsEmpty)
        {
            throw new TableCorruptException(
                $"Log entry '{path}' is empty. A power loss or an interrupted copy leaves such files; restore it from a copy of the table.");
        }

        LogEntry entry = new();
        int number = 0;
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                ReadAction(document.RootElement, entry);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new TableCorruptException(
                    $"Log entry '{path}' is torn or damaged: line {number} is not a whole action ({e.Message}). Restore it from a copy of the table.", e);
            }
        }

        return entry;
    }

    private static void ReadAction(JsonElement line, LogEntry entry)
    {
        foreach (JsonProperty action in line.EnumerateObject())
        {
            if (action.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            switch (action.Name)
            {
                case "protocol":
                    entry.Protocol = Protocol(action.Value);
                    break;
                case "metaData":
                    entry.Metadata = Metadata(action.Value);
                    break;
                case "add":
                    entry.Adds.Add(Add(action.Value));
                    entry.DataChange |= IsDataChange(action.Value);
                    break;
                case "remove":
                    entry.Removes.Add(Remove(action.Value));
                    entry.DataChange |= IsDataChange(action.Value);
                    break;
                case "txn":
                    entry.Transactions[Text(action.Value, "appId")!] = action.Value.GetProperty("version").GetInt64();
                    break;
                case "commitInfo":
                    entry.CommitInfo = JsonObject.Create(action.Value.Clone());
                    break;
            }
        }
    }

    private static DeltaProtocol Protocol(JsonElement body) => new(
        body.GetProperty("minReaderVersion").GetInt32(),
        body.GetProperty("minWriterVersion").GetInt32(),
        Strings(body, "readerFeatures"),
        Strings(body, "writerFeatures"));

    private static DeltaMetadata Metadata(JsonElement body) => new(
        Text(body, "id") ?? string.Empty,
        Text(body, "schemaString")!,
        Strings(body, "partitionColumns"),
        Map(body, "configuration")?.ToDictionary(pair => pair.Key, pair => pair.Value ?? string.Empty, StringComparer.Ordinal) ?? [],
        Number(body, "createdTime"))
    {
        Name = Text(body, "name"),
        Description = Text(body, "description"),
    };

    private static DeltaFile Add(JsonElement body)
    {
        if (body.TryGetProperty("deletionVector", out JsonElement vector) && vector.ValueKind != JsonValueKind.Null)
        {
            throw new UnsupportedTableException(
                $"Data file '{Text(body, "path")}' has a deletion vector (feature deletionVectors), which is not read here. " +
                "In Spark: ALTER TABLE ... DROP FEATURE deletionVectors, or REORG TABLE ... APPLY (PURGE).");
        }

        return new DeltaFile(
            body.GetProperty("path").GetString()!,
            Map(body, "partitionValues") ?? [],
            body.GetProperty("size").GetInt64(),
            Number(body, "modificationTime") ?? 0,
            Text(body, "stats"))
        {
            Tags = body.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Object ? JsonObject.Create(tags.Clone()) : null,
        };
    }

    private static RemovedFile Remove(JsonElement body) => new(
        body.GetProperty("path").GetString()!, Number(body, "deletionTimestamp"), Map(body, "partitionValues"), Number(body, "size"));

    private static bool IsDataChange(JsonElement body) => !body.TryGetProperty("dataChange", out JsonElement change) || change.GetBoolean();

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static long? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static string[] Strings(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : [];

    private static Dictionary<string, string?>? Map(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetString(), StringComparer.Ordinal)
            : null;
}
