using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Tables;

/// <summary>Partition values as the text the log has for them. See the Delta protocol, "Partition Value Serialization".</summary>
internal static class PartitionValue
{
    private const string TimestampFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <exception cref="InvalidInputException">Tables cannot be partitioned by this type.</exception>
    public static void CheckType(Field field)
    {
        if (field.DataType is not (StringType or BooleanType or Int8Type or Int16Type or Int32Type or Int64Type or Date32Type or TimestampType))
        {
            throw new InvalidInputException(
                $"Column '{field.Name}' of type {SparkTypes.Name(field.DataType)} cannot be a partition column; " +
                "string, boolean, whole numbers, date and timestamp can.");
        }
    }

    /// <summary>The value at a row; null for null and for the empty string, which the protocol does not tell apart.</summary>
    public static string? Format(IArrowArray array, int row)
    {
        if (array.IsNull(row))
        {
            return null;
        }

        string text = array switch
        {
            StringArray strings => strings.GetString(row),
            BooleanArray booleans => booleans.GetValue(row)!.Value ? "true" : "false",
            Int8Array numbers => Invariant(numbers.GetValue(row)!.Value),
            Int16Array numbers => Invariant(numbers.GetValue(row)!.Value),
            Int32Array numbers => Invariant(numbers.GetValue(row)!.Value),
            Int64Array numbers => Invariant(numbers.GetValue(row)!.Value),
            Date32Array dates => EpochTime.ToDate(dates.GetValue(row)!.Value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimestampArray times => FormatTime((TimestampType)times.Data.DataType, times.GetValue(row)!.Value),
            _ => throw new InvalidInputException($"A column of type {array.Data.DataType.Name} cannot be a partition column."),
        };
        return text.Length == 0 ? null : text;
    }

    /// <summary>A column that has this value in every row.</summary>
    /// <exception cref="TableCorruptException">The text is not of the column's type.</exception>
    public static IArrowArray Repeat(Field field, string? text, int rows)
    {
        if (string.IsNullOrEmpty(text))
        {
            return NullArrays.Create(field.DataType, rows);
        }

        try
        {
            return Parse(field.DataType, text, rows);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new TableCorruptException($"Partition value '{text}' of column '{field.Name}' is not of type {SparkTypes.Name(field.DataType)}.", e);
        }
    }

    private static IArrowArray Parse(IArrowType type, string text, int rows) => type switch
    {
        StringType => Bytes(type, System.Text.Encoding.UTF8.GetBytes(text), rows),
        BinaryType => Bytes(type, System.Text.Encoding.UTF8.GetBytes(text), rows),
        BooleanType => ArrowBuffers.Array(type, rows, 0, ArrowBuffer.Empty, ArrowBuffers.Bits(Enumerable.Repeat(bool.Parse(text), rows).ToArray())),
        Int8Type => Numbers(type, sbyte.Parse(text, CultureInfo.InvariantCulture), rows),
        Int16Type => Numbers(type, short.Parse(text, CultureInfo.InvariantCulture), rows),
        Int32Type => Numbers(type, int.Parse(text, CultureInfo.InvariantCulture), rows),
        Int64Type => Numbers(type, long.Parse(text, CultureInfo.InvariantCulture), rows),
        FloatType => Numbers(type, float.Parse(text, CultureInfo.InvariantCulture), rows),
        DoubleType => Numbers(type, double.Parse(text, CultureInfo.InvariantCulture), rows),
        Date32Type => Numbers(type, EpochTime.FromDate(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)), rows),
        TimestampType => Numbers(type, ParseTime(text), rows),
        _ => throw new UnsupportedTableException($"A partition column of type {SparkTypes.Name(type)} is not read here."),
    };

    /// <summary>Text without a zone is in the writer's session zone, which the log does not say; it is taken as UTC.</summary>
    private static long ParseTime(string text) => EpochTime.FromDateTime(DateTime.Parse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    /// <summary>With a zone as ISO 8601, which does not depend on a session's zone.</summary>
    private static string FormatTime(TimestampType type, long microseconds)
    {
        DateTime time = EpochTime.ToDateTime(microseconds);
        return type.Timezone is null
            ? time.ToString(TimestampFormat, CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    private static string Invariant(IFormattable number) => number.ToString(format: null, CultureInfo.InvariantCulture);

    private static IArrowArray Numbers<T>(IArrowType type, T value, int rows)
        where T : struct
    {
        T[] values = new T[rows];
        System.Array.Fill(values, value);
        return ArrowBuffers.Array(type, rows, 0, ArrowBuffer.Empty, ArrowBuffers.Of<T>(values));
    }

    private static IArrowArray Bytes(IArrowType type, byte[] value, int rows)
    {
        int[] offsets = [.. Enumerable.Range(0, rows + 1).Select(i => i * value.Length)];
        byte[] data = new byte[rows * value.Length];
        for (int i = 0; i < rows; i++)
        {
            value.CopyTo(data, i * value.Length);
        }

        return ArrowBuffers.Array(type, rows, 0, ArrowBuffer.Empty, ArrowBuffers.Of<int>(offsets), new ArrowBuffer(data));
    }
}
