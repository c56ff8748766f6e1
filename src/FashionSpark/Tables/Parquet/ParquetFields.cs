using Apache.Arrow.Types;
using Parquet.Schema;
using ArrowField = Apache.Arrow.Field;
using ParquetField = Parquet.Schema.Field;

namespace FashionSpark.Tables;

/// <summary>Arrow fields as Parquet fields, in the layout Spark writes.</summary>
internal static class ParquetFields
{
    /// <summary>Name of the values of a list, as in Spark's three-level layout <c>name.list.element</c>.</summary>
    private const string ElementName = "element";

    /// <exception cref="InvalidInputException">A type that is not written.</exception>
    public static ParquetField FromArrow(ArrowField field) => FromArrow(field.Name, field.DataType, field.IsNullable);

    private static ParquetField FromArrow(string name, IArrowType type, bool nullable) => type switch
    {
        StringType => new DataField<string>(name, nullable),
        BinaryType => new DataField<byte[]>(name, nullable),
        BooleanType => new DataField<bool>(name, nullable),
        Int8Type => new DataField<sbyte>(name, nullable),
        Int16Type => new DataField<short>(name, nullable),
        Int32Type => new DataField<int>(name, nullable),
        Int64Type => new DataField<long>(name, nullable),
        FloatType => new DataField<float>(name, nullable),
        DoubleType => new DataField<double>(name, nullable),
        Date32Type => new DataField<DateOnly>(name, nullable),
        TimestampType { Unit: TimeUnit.Microsecond } timestamp => new DateTimeDataField(
            name, DateTimeFormat.Timestamp, isAdjustedToUTC: timestamp.Timezone is not null, unit: DateTimeTimeUnit.Micros, isNullable: nullable),
        ListType list when list.ValueDataType is not (ListType or StructType or MapType) => new ListField(
            name, FromArrow(ElementName, list.ValueDataType, list.ValueField.IsNullable)),
        _ => throw new InvalidInputException(
            $"Column '{name}' is of type {SparkTypes.Name(type)}, which cannot be written; string, binary, boolean, whole numbers, " +
            "float, double, date, timestamp in microseconds and arrays of these can."),
    };
}
