using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Cli.Tables;

/// <summary>A value of an Arrow column as JSON, with pixels and other bytes as their size.</summary>
internal static class CellValue
{
    public static JsonNode? Of(IArrowArray column, int row) => column.IsNull(row) ? null : column switch
    {
        StringArray strings => strings.GetString(row),
        BinaryArray bytes => $"{bytes.GetBytes(row).Length} bytes",
        BooleanArray booleans => booleans.GetValue(row),
        Int8Array numbers => numbers.GetValue(row),
        Int16Array numbers => numbers.GetValue(row),
        Int32Array numbers => numbers.GetValue(row),
        Int64Array numbers => numbers.GetValue(row),
        FloatArray numbers => numbers.GetValue(row),
        DoubleArray numbers => numbers.GetValue(row),
        Decimal128Array numbers => numbers.GetString(row),
        TimestampArray times => times.GetTimestamp(row),
        Date32Array days => days.GetDateTimeOffset(row) is { } day ? DateOnly.FromDateTime(day.UtcDateTime).ToString("O") : null,
        ListArray lists => List(lists.GetSlicedValues(row)),
        _ => column.Data.DataType.Name,
    };

    /// <summary>The type as Spark SQL writes it.</summary>
    public static string TypeName(IArrowType type) => type switch
    {
        Int8Type => "tinyint",
        Int16Type => "smallint",
        Int32Type => "int",
        Int64Type => "bigint",
        BooleanType => "boolean",
        Date32Type => "date",
        Decimal128Type number => $"decimal({number.Precision},{number.Scale})",
        ListType list => $"array<{TypeName(list.ValueDataType)}>",
        _ => type.Name is "utf8" ? "string" : type.Name,
    };

    private static JsonArray List(IArrowArray values) => new([.. Enumerable.Range(0, values.Length).Select(i => Of(values, i))]);
}
