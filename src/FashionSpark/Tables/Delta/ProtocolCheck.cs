using System.Text.Json;

namespace FashionSpark.Tables;

/// <summary>Refuses tables that ask for what this client cannot do, by the name of the feature.</summary>
internal static class ProtocolCheck
{
    public const string AppendOnly = "delta.appendOnly";

    private const string ColumnMapping = "delta.columnMapping.mode";

    /// <summary>
    /// Reader features that change nothing here: timestamps without zone are read, and this client never vacuums.
    /// </summary>
    private static readonly string[] ReadableFeatures = ["timestampNtz", "vacuumProtocolCheck"];

    /// <summary>
    /// Writer features that are obeyed, or whose use in the table is looked for below. Change data of whole files that
    /// are added or removed needs no files of its own.
    /// </summary>
    private static readonly string[] WritableFeatures =
    [
        "appendOnly", "invariants", "checkConstraints", "generatedColumns", "identityColumns", "changeDataFeed", "timestampNtz",
        "vacuumProtocolCheck",
    ];

    /// <exception cref="UnsupportedTableException">Reading is not possible.</exception>
    public static void Read(string table, DeltaProtocol protocol, DeltaMetadata metadata)
    {
        if (protocol.MinReaderVersion > 3)
        {
            throw new UnsupportedTableException(
                $"Table '{table}' needs reader version {protocol.MinReaderVersion}; this client has 3. A newer FashionSpark may read it.");
        }

        if (metadata.Configuration.TryGetValue(ColumnMapping, out string? mode) && mode != "none")
        {
            throw Refuse(table, "columnMapping", "reading", $"{ColumnMapping} = {mode}");
        }

        string? unknown = protocol.ReaderFeatures.FirstOrDefault(feature => !ReadableFeatures.Contains(feature));
        if (unknown is not null)
        {
            throw Refuse(table, unknown, "reading", "it is in the protocol's readerFeatures");
        }
    }

    /// <exception cref="UnsupportedTableException">Writing is not possible.</exception>
    public static void Write(string table, DeltaProtocol protocol, DeltaMetadata metadata)
    {
        Read(table, protocol, metadata);
        if (protocol.MinWriterVersion > 7)
        {
            throw new UnsupportedTableException(
                $"Table '{table}' needs writer version {protocol.MinWriterVersion}; this client has 7. A newer FashionSpark may write it.");
        }

        string? unknown = protocol.WriterFeatures.FirstOrDefault(feature => !WritableFeatures.Contains(feature));
        if (unknown is not null)
        {
            throw Refuse(table, unknown, "writing", "it is in the protocol's writerFeatures");
        }

        string? constraint = metadata.Configuration.Keys.FirstOrDefault(key => key.StartsWith("delta.constraints.", StringComparison.OrdinalIgnoreCase));
        if (constraint is not null)
        {
            throw Refuse(table, "checkConstraints", "writing", $"{constraint} = {metadata.Configuration[constraint]}");
        }

        foreach (JsonElement field in metadata.SchemaJson().GetProperty("fields").EnumerateArray())
        {
            CheckField(table, field, field.GetProperty("name").GetString()!);
        }
    }

    /// <summary>True where rows may only be added.</summary>
    public static bool IsAppendOnly(DeltaMetadata metadata) =>
        metadata.Configuration.TryGetValue(AppendOnly, out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static void CheckField(string table, JsonElement field, string path)
    {
        if (field.TryGetProperty("metadata", out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in metadata.EnumerateObject())
            {
                string? feature = property.Name switch
                {
                    "delta.invariants" => "invariants",
                    "delta.generationExpression" => "generatedColumns",
                    _ when property.Name.StartsWith("delta.identity.", StringComparison.Ordinal) => "identityColumns",
                    _ => null,
                };
                if (feature is not null)
                {
                    throw Refuse(table, feature, "writing", $"column '{path}' has {property.Name} = {property.Value}");
                }
            }
        }

        if (field.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.Object &&
            type.TryGetProperty("fields", out JsonElement children))
        {
            foreach (JsonElement child in children.EnumerateArray())
            {
                CheckField(table, child, $"{path}.{child.GetProperty("name").GetString()}");
            }
        }
    }

    private static UnsupportedTableException Refuse(string table, string feature, string what, string why) => new(
        $"Table '{table}' uses the Delta feature '{feature}' ({why}), which this client does not have for {what}. " +
        "Use Spark for this table, drop the feature there, or try a newer FashionSpark.");
}
