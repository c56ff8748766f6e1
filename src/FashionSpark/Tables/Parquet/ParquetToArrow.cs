using Apache.Arrow.Types;
using Parquet.Schema;
using ArrowField = Apache.Arrow.Field;
using ParquetField = Parquet.Schema.Field;

namespace FashionSpark.Tables;

/// <summary>Parquet fields as Arrow fields.</summary>
internal static class ParquetToArrow
{
    public static ArrowField Field(ParquetField field) => new(field.Name, Type(field), field.IsNullable);

    private static IArrowType Type(ParquetField field) => field switch
    {
        ListField list => new ListType(new ArrowField(list.Item.Name, Type(list.Item), list.Item.IsNullable)),
        DecimalDataField number => new Decimal128Type(number.Precision, number.Scale),
        DateTimeDataField { DateTimeFormat: DateTimeFormat.Timestamp, IsAdjustedToUTC: false } => new TimestampType(TimeUnit.Microsecond, timezone: (string?)null),
        DataField { IsArray: false } leaf => Leaf(leaf),
        _ => throw Unsupported(field, field.SchemaType.ToString()),
    };

    private static IArrowType Leaf(DataField field)
    {
        Type clr = field.ClrType;
        return clr == typeof(string) || clr == typeof(ReadOnlyMemory<char>) ? StringType.Default
            : clr == typeof(byte[]) || clr == typeof(ReadOnlyMemory<byte>) ? BinaryType.Default
            : clr == typeof(bool) ? BooleanType.Default
            : clr == typeof(sbyte) ? Int8Type.Default
            : clr == typeof(short) ? Int16Type.Default
            : clr == typeof(int) ? Int32Type.Default
            : clr == typeof(long) ? Int64Type.Default
            : clr == typeof(float) ? FloatType.Default
            : clr == typeof(double) ? DoubleType.Default
            : clr == typeof(DateOnly) ? Date32Type.Default
            : clr == typeof(DateTime) ? new TimestampType(TimeUnit.Microsecond, "UTC")
            : throw Unsupported(field, clr.Name);
    }

    private static UnsupportedTableException Unsupported(ParquetField field, string type) =>
        new($"Column '{field.Name}' has the Parquet type {type}, which is not read here.");
}
