using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Tables;

/// <summary>Arrow types by the names that Spark's schema JSON has for them, both ways.</summary>
public static class SparkTypes
{
    /// <summary>The type as a user of Spark SQL would write it, for messages.</summary>
    public static string Name(IArrowType type) => type switch
    {
        ListType list => $"array<{Name(list.ValueDataType)}>",
        StructType => "struct",
        MapType => "map",
        _ => TryPrimitiveName(type) ?? type.Name,
    };

    /// <summary>The <c>type</c> of a field in schema JSON.</summary>
    /// <exception cref="InvalidInputException">Spark has no such type, or it is not written here.</exception>
    public static JsonNode ToJson(string column, IArrowType type) => type switch
    {
        ListType list => new JsonObject
        {
            ["type"] = "array",
            ["elementType"] = ToJson(column, list.ValueDataType),
            ["containsNull"] = list.ValueField.IsNullable,
        },
        _ => JsonValue.Create(TryPrimitiveName(type) ?? throw new InvalidInputException(
            $"Column '{column}' is of the Arrow type {type.Name}, which a Delta table cannot hold; convert it first.")),
    };

    /// <exception cref="UnsupportedTableException">A type that is not known.</exception>
    public static IArrowType FromJson(string column, JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String)
        {
            return FromName(column, type.GetString()!);
        }

        return type.GetProperty("type").GetString() switch
        {
            "array" => new ListType(new Field(
                "element", FromJson(column, type.GetProperty("elementType")), type.GetProperty("containsNull").GetBoolean())),
            "struct" => new StructType([.. type.GetProperty("fields").EnumerateArray().Select(Field)]),
            "map" => new MapType(
                new Field("key", FromJson(column, type.GetProperty("keyType")), nullable: false),
                new Field("value", FromJson(column, type.GetProperty("valueType")), type.GetProperty("valueContainsNull").GetBoolean())),
            string other => throw Unknown(column, other),
            null => throw Unknown(column, "null"),
        };
    }

    public static Field Field(JsonElement field)
    {
        string name = field.GetProperty("name").GetString()!;
        return new Field(name, FromJson(name, field.GetProperty("type")), field.GetProperty("nullable").GetBoolean());
    }

    private static IArrowType FromName(string column, string name) => name switch
    {
        "string" => StringType.Default,
        "binary" => BinaryType.Default,
        "boolean" => BooleanType.Default,
        "byte" => Int8Type.Default,
        "short" => Int16Type.Default,
        "integer" => Int32Type.Default,
        "long" => Int64Type.Default,
        "float" => FloatType.Default,
        "double" => DoubleType.Default,
        "date" => Date32Type.Default,
        "timestamp" => new TimestampType(TimeUnit.Microsecond, "UTC"),
        "timestamp_ntz" => new TimestampType(TimeUnit.Microsecond, timezone: (string?)null),
        "void" => NullType.Default,
        _ when name.StartsWith("decimal(", StringComparison.Ordinal) => Decimal(column, name),
        _ => throw Unknown(column, name),
    };

    private static Decimal128Type Decimal(string column, string name)
    {
        string[] parts = name["decimal(".Length..].TrimEnd(')').Split(',');
        return parts.Length == 2 && int.TryParse(parts[0], out int precision) && int.TryParse(parts[1], out int scale)
            ? new Decimal128Type(precision, scale)
            : throw Unknown(column, name);
    }

    private static string? TryPrimitiveName(IArrowType type) => type switch
    {
        StringType => "string",
        BinaryType => "binary",
        BooleanType => "boolean",
        Int8Type => "byte",
        Int16Type => "short",
        Int32Type => "integer",
        Int64Type => "long",
        FloatType => "float",
        DoubleType => "double",
        Date32Type => "date",
        TimestampType { Timezone: null } => "timestamp_ntz",
        TimestampType => "timestamp",
        NullType => "void",
        Decimal128Type number => $"decimal({number.Precision},{number.Scale})",
        _ => null,
    };

    private static UnsupportedTableException Unknown(string column, string type) =>
        new($"Column '{column}' is of the type '{type}', which is not known here. Read the table with Spark, or drop the column.");
}
