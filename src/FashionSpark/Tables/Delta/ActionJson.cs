using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>Actions as the lines of a commit file.</summary>
internal static class ActionJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Protocol(DeltaProtocol protocol)
    {
        JsonObject body = new() { ["minReaderVersion"] = protocol.MinReaderVersion, ["minWriterVersion"] = protocol.MinWriterVersion };
        if (protocol.MinReaderVersion >= 3)
        {
            body["readerFeatures"] = Strings(protocol.ReaderFeatures);
        }

        if (protocol.MinWriterVersion >= 7)
        {
            body["writerFeatures"] = Strings(protocol.WriterFeatures);
        }

        return new JsonObject { ["protocol"] = body };
    }

    public static JsonObject Metadata(DeltaMetadata metadata)
    {
        JsonObject body = new() { ["id"] = metadata.Id };
        AddIfPresent(body, "name", metadata.Name);
        AddIfPresent(body, "description", metadata.Description);
        body["format"] = new JsonObject { ["provider"] = "parquet", ["options"] = new JsonObject() };
        body["schemaString"] = metadata.SchemaString;
        body["partitionColumns"] = Strings(metadata.PartitionColumns);
        body["configuration"] = Map(metadata.Configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        if (metadata.CreatedTime is long created)
        {
            body["createdTime"] = created;
        }

        return new JsonObject { ["metaData"] = body };
    }

    public static JsonObject Add(DeltaFile file)
    {
        JsonObject body = new()
        {
            ["path"] = file.LogPath,
            ["partitionValues"] = Map(file.PartitionValues),
            ["size"] = file.Bytes,
            ["modificationTime"] = file.ModificationTime,
            ["dataChange"] = true,
        };
        AddIfPresent(body, "stats", file.Stats);
        return new JsonObject { ["add"] = body };
    }

    public static JsonObject Remove(DeltaFile file, long deletionTimestamp) => new()
    {
        ["remove"] = new JsonObject
        {
            ["path"] = file.LogPath,
            ["deletionTimestamp"] = deletionTimestamp,
            ["dataChange"] = true,
            ["extendedFileMetadata"] = true,
            ["partitionValues"] = Map(file.PartitionValues),
            ["size"] = file.Bytes,
        },
    };

    public static JsonObject Transaction(string appId, long version, long lastUpdated) =>
        new() { ["txn"] = new JsonObject { ["appId"] = appId, ["version"] = version, ["lastUpdated"] = lastUpdated } };

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string?>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static void AddIfPresent(JsonObject body, string name, string? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
