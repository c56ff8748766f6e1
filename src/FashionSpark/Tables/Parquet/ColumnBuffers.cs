using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Types;
using Parquet.Schema;
using ArrowField = Apache.Arrow.Field;
using ParquetField = Parquet.Schema.Field;

namespace FashionSpark.Tables;

/// <summary>Chooses the buffer for a column by its type.</summary>
internal static class ColumnBuffers
{
    public static ColumnBuffer Create(ArrowField arrow, ParquetField parquet) =>
        arrow.DataType is ListType list
            ? Create(list.ValueDataType, (DataField)((ListField)parquet).Item, list: true)
            : Create(arrow.DataType, (DataField)parquet, list: false);

    private static ColumnBuffer Create(IArrowType type, DataField field, bool list) => type switch
    {
        StringType => new LeafColumnBuffer<ReadOnlyMemory<char>>(
            field, list, (array, i) => ((StringArray)array).GetString(i).AsMemory(), value => sizeof(int) + value.Length, new StringRange()),
        BinaryType => Bytes(field, list),
        BooleanType => new LeafColumnBuffer<bool>(
            field, list, (array, i) => ((BooleanArray)array).GetValue(i)!.Value, _ => 1, range: null),
        Int8Type => Number<sbyte>(field, list, sizeof(int)),
        Int16Type => Number<short>(field, list, sizeof(int)),
        Int32Type => Number<int>(field, list, sizeof(int)),
        Int64Type => Number<long>(field, list, sizeof(long)),
        FloatType => Number<float>(field, list, sizeof(float)),
        DoubleType => Number<double>(field, list, sizeof(double)),
        Date32Type => new LeafColumnBuffer<DateOnly>(
            field, list, (array, i) => EpochTime.ToDate(((Date32Array)array).GetValue(i)!.Value), _ => sizeof(int), new DateRange()),
        TimestampType timestamp => new LeafColumnBuffer<DateTime>(
            field, list, (array, i) => EpochTime.ToDateTime(((TimestampArray)array).GetValue(i)!.Value), _ => sizeof(long),
            new TimestampRange(timestamp.Timezone is not null)),
        _ => throw new InvalidOperationException($"No buffer for type {type.Name} of column '{field.Name}'."),
    };

    private static LeafColumnBuffer<T> Number<T>(DataField field, bool list, int size)
        where T : struct, INumber<T> =>
        new(field, list, (array, i) => ((PrimitiveArray<T>)array).GetValue(i)!.Value, _ => size, new NumberRange<T>());

    private static LeafColumnBuffer<ReadOnlyMemory<byte>> Bytes(DataField field, bool list)
    {
        ByteArena arena = new();
        return new LeafColumnBuffer<ReadOnlyMemory<byte>>(
            field, list, (array, i) => arena.Copy(((BinaryArray)array).GetBytes(i)), value => sizeof(int) + value.Length, range: null, arena.Clear);
    }
}
