using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline.Sinks;
using Npgsql;
using NpgsqlTypes;

namespace FashionSpark.Postgres;

/// <summary>A column of a sink's table over a batch of rows: the batch's own, or what the rows do not say themselves.</summary>
internal sealed class SinkColumn
{
    private readonly NpgsqlDbType _type;
    private readonly Func<int, object?> _value;

    private SinkColumn(string name, NpgsqlDbType type, Func<int, object?> value)
    {
        Name = name;
        _type = type;
        _value = value;
    }

    public string Name { get; }

    /// <exception cref="InvalidInputException">The batch has no such column.</exception>
    public static SinkColumn Of(Field field, RecordBatch batch, SinkRows rows)
    {
        NpgsqlDbType type = SinkType.Of(field).Value;
        if (field.Name == SinkTable.RowId && batch.Schema.IndexOf(SinkTable.RowId) < 0)
        {
            return new SinkColumn(field.Name, type, row => RowId(batch, row));
        }

        if (rows.Data is { } data)
        {
            switch (field.Name)
            {
                case SinkTable.Data:
                    return new SinkColumn(field.Name, type, _ => data);
                case SinkTable.Version:
                    return new SinkColumn(field.Name, type, _ => rows.Version);
                case SinkTable.Class:
                    Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
                    return new SinkColumn(field.Name, type, row => labels.GetValue(row) is >= 0 and var label ? rows.Classes![label] : null);
            }
        }

        int index = batch.Schema.IndexOf(field.Name);
        IArrowArray array = index >= 0 ? batch.Column(index) : throw new InvalidInputException($"The rows for table '{rows.Table}' have no column '{field.Name}'.");
        return new SinkColumn(field.Name, type, row => ValueOf(array, row));
    }

    public Task WriteAsync(NpgsqlBinaryImporter copy, int row, CancellationToken cancellation) =>
        _value(row) is { } value ? copy.WriteAsync(value, _type, cancellation) : copy.WriteNullAsync(cancellation);

    /// <summary>The first 128 bits of a hash of all values with their places: the same row has the same, however often it is read.</summary>
    private static string RowId(RecordBatch batch, int row)
    {
        var text = new StringBuilder();
        for (int column = 0; column < batch.ColumnCount; column++)
        {
            string value = string.Create(CultureInfo.InvariantCulture, $"{ValueOf(batch.Column(column), row)}");
            text.Append(CultureInfo.InvariantCulture, $"{batch.Schema.GetFieldByIndex(column).Name}:{value.Length}:{value}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    private static object? ValueOf(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        // PostgreSQL has no place for a zero character.
        StringArray texts => texts.GetString(row).Replace("\0", "", StringComparison.Ordinal),
        BinaryArray bytes => bytes.GetBytes(row).ToArray(),
        Int32Array numbers => numbers.GetValue(row),
        Int64Array numbers => numbers.GetValue(row),
        FloatArray numbers => numbers.GetValue(row),
        DoubleArray numbers => numbers.GetValue(row),
        BooleanArray bits => bits.GetValue(row),
        TimestampArray times => times.GetTimestamp(row)!.Value.UtcDateTime,
        ListArray lists => ((FloatArray)lists.GetSlicedValues(row)).Values.ToArray(),
        _ => throw new InvalidInputException($"Values of type {array.Data.DataType.Name} have no place in PostgreSQL here."),
    };
}
