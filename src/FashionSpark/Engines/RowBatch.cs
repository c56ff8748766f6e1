using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Engines;

/// <summary>Record batches from rows, for tables of results: a value a field, null where the row has none.</summary>
public static class RowBatch
{
    /// <param name="schema">Fields of string, int32, int64, double, float, binary, timestamp (UTC, microseconds) or list of float.</param>
    /// <param name="rows">Each with a value a field, in order.</param>
    public static RecordBatch Create(Schema schema, IReadOnlyList<object?[]> rows)
    {
        var columns = new IArrowArray[schema.FieldsList.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            int field = i;
            columns[i] = BuildColumn(schema.FieldsList[i], rows.Select(row => row[field]));
        }

        return new RecordBatch(schema, columns, rows.Count);
    }

    private static IArrowArray BuildColumn(Field field, IEnumerable<object?> values) => field.DataType switch
    {
        StringType => Fill(new StringArray.Builder(), values, (b, v) => b.Append((string)v), b => b.AppendNull()).Build(ManagedAllocator.Instance),
        BinaryType => Fill(new BinaryArray.Builder(), values, (b, v) => b.Append((ReadOnlySpan<byte>)(byte[])v), b => b.AppendNull()).Build(ManagedAllocator.Instance),
        Int32Type => Fill(new Int32Array.Builder(), values, (b, v) => b.Append((int)v), b => b.AppendNull()).Build(ManagedAllocator.Instance),
        Int64Type => Fill(new Int64Array.Builder(), values, (b, v) => b.Append((long)v), b => b.AppendNull()).Build(ManagedAllocator.Instance),
        DoubleType => Fill(new DoubleArray.Builder(), values, (b, v) => b.Append((double)v), b => b.AppendNull()).Build(ManagedAllocator.Instance),
        FloatType => Fill(new FloatArray.Builder(), values, (b, v) => b.Append((float)v), b => b.AppendNull()).Build(ManagedAllocator.Instance),
        TimestampType type => Fill(new TimestampArray.Builder(type), values, (b, v) => b.Append((DateTimeOffset)v), b => b.AppendNull()).Build(ManagedAllocator.Instance),
        ListType { ValueDataType: FloatType } list => Fill(new ListArray.Builder(list.ValueField), values, AppendFloats, b => b.AppendNull()).Build(ManagedAllocator.Instance),
        _ => throw new InvalidInputException($"Column '{field.Name}' has type {field.DataType.Name}, which rows cannot be built of."),
    };

    private static void AppendFloats(ListArray.Builder builder, object values)
    {
        builder.Append();
        ((FloatArray.Builder)builder.ValueBuilder).Append((ReadOnlySpan<float>)(float[])values);
    }

    private static TBuilder Fill<TBuilder>(TBuilder builder, IEnumerable<object?> values, Action<TBuilder, object> append, Action<TBuilder> appendNull)
    {
        foreach (object? value in values)
        {
            if (value is null)
            {
                appendNull(builder);
            }
            else
            {
                append(builder, value);
            }
        }

        return builder;
    }
}
