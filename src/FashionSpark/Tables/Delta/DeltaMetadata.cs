using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;

namespace FashionSpark.Tables;

/// <summary>The <c>metaData</c> action.</summary>
/// <param name="Id">Id of the table, a GUID.</param>
/// <param name="SchemaString">Spark's JSON of the schema, partition columns among the columns.</param>
/// <param name="PartitionColumns">Names of the partition columns.</param>
/// <param name="Configuration">Table properties.</param>
/// <param name="CreatedTime">Milliseconds since 1970; null = not given.</param>
internal sealed record DeltaMetadata(
    string Id, string SchemaString, IReadOnlyList<string> PartitionColumns, IReadOnlyDictionary<string, string> Configuration, long? CreatedTime)
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The schema as JSON; metadata of fields is looked at by <see cref="ProtocolCheck"/>.</summary>
    public JsonElement SchemaJson()
    {
        using JsonDocument document = JsonDocument.Parse(SchemaString);
        return document.RootElement.Clone();
    }

    /// <exception cref="UnsupportedTableException">A column has a type that is not known.</exception>
    public Schema ReadSchema() =>
        new([.. SchemaJson().GetProperty("fields").EnumerateArray().Select(SparkTypes.Field)], metadata: null);

    /// <summary>Spark's JSON of a schema.</summary>
    /// <exception cref="InvalidInputException">A column has a type that Delta tables do not hold.</exception>
    public static string WriteSchema(Schema schema) => new JsonObject
    {
        ["type"] = "struct",
        ["fields"] = new JsonArray([.. schema.FieldsList.Select(field => new JsonObject
        {
            ["name"] = field.Name,
            ["type"] = SparkTypes.ToJson(field.Name, field.DataType),
            ["nullable"] = field.IsNullable,
            ["metadata"] = new JsonObject(),
        })]),
    }.ToJsonString(ActionJson.Options);
}
