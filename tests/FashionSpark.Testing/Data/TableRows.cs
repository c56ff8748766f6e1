using System.Globalization;
using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Testing.Data;

/// <summary>The rows of a Delta table as lines of text, to compare tables that different engines wrote.</summary>
public static class TableRows
{
    /// <summary>Every row with every value, sorted; read by the local engine, whoever wrote it.</summary>
    /// <param name="path">Folder of the table.</param>
    /// <param name="without">Columns that differ by nature, such as a time.</param>
    public static async Task<List<string>> ReadAsync(string path, params string[] without)
    {
        await using var engine = TestEngine.Create();
        List<RecordBatch> batches = await engine.ReadDelta(new DeltaRead(path)).CollectAsync().ConfigureAwait(false);
        return [.. batches.SelectMany(batch => Lines(batch, without)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Lines(RecordBatch batch, string[] without)
    {
        (string Name, IArrowArray Values)[] columns =
            [.. batch.Schema.FieldsList.Zip(batch.Arrays, (field, values) => (field.Name, values)).Where(column => !without.Contains(column.Name)).OrderBy(column => column.Name, StringComparer.Ordinal)];
        return Enumerable.Range(0, batch.Length).Select(row => string.Join(' ', columns.Select(column => $"{column.Name}={Text(column.Values, row)}")));
    }

    private static string Text(IArrowArray values, int row) => values.IsNull(row) ? "null" : values switch
    {
        StringArray texts => texts.GetString(row),
        BooleanArray bits => bits.GetValue(row)!.Value ? "true" : "false",
        Int32Array numbers => numbers.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        Int64Array numbers => numbers.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),

        // Sums over partitions: their order, and so the last of 16 digits, is the engine's.
        DoubleArray numbers => numbers.GetValue(row)!.Value.ToString("G14", CultureInfo.InvariantCulture),
        FloatArray numbers => numbers.GetValue(row)!.Value.ToString("R", CultureInfo.InvariantCulture),
        TimestampArray times => times.GetTimestamp(row)!.Value.ToString("O", CultureInfo.InvariantCulture),
        BinaryArray bytes => Convert.ToHexString(bytes.GetBytes(row)),
        ListArray lists => List(lists.GetSlicedValues(row)),
        _ => throw new NotSupportedException($"{values.GetType().Name} has no text here."),
    };

    private static string List(IArrowArray values) => $"[{string.Join(',', Enumerable.Range(0, values.Length).Select(item => Text(values, item)))}]";
}
