using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Tables;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Tables;

/// <summary>Small batches, and what is in batches that were read.</summary>
internal static class Rows
{
    public static Schema Schema { get; } = new(
        [
            new Field("id", Int64Type.Default, nullable: true),
            new Field("name", StringType.Default, nullable: true),
            new Field("split", StringType.Default, nullable: true),
        ],
        metadata: null);

    /// <summary>Rows of <see cref="Schema"/>.</summary>
    public static RecordBatch Of(params (long Id, string? Name, string? Split)[] rows)
    {
        Int64Array.Builder ids = new();
        StringArray.Builder names = new();
        StringArray.Builder splits = new();
        foreach ((long id, string? name, string? split) in rows)
        {
            ids.Append(id);
            names.Append(name);
            splits.Append(split);
        }

        return new RecordBatch(Schema, [ids.Build(), names.Build(), splits.Build()], rows.Length);
    }

    /// <summary>A write into a table with the transaction (app, version).</summary>
    public static long Write(Engines.DeltaWrite write, params RecordBatch[] batches)
    {
        using DeltaWriter writer = new(write, batches.Length > 0 ? batches[0].Schema : Schema, new FixedTime());
        if (writer.AlreadyWritten)
        {
            return writer.Commit(CancellationToken.None);
        }

        using DeltaPartitionWriter partition = writer.OpenPartition();
        foreach (RecordBatch batch in batches)
        {
            partition.Write(batch);
        }

        partition.Complete();
        return writer.Commit(CancellationToken.None);
    }

    /// <summary>All rows of a table as text, a line a row with its values separated by bars, in ordinal order.</summary>
    public static string[] Read(string path, long? version = null, Engines.PartitionFilter? filter = null, int maxRows = 1024)
    {
        var reader = DeltaReader.Open(new Engines.DeltaRead(path, version, Partitions: filter));
        return [.. reader.Files.SelectMany(file => reader.Read(file, maxRows)).SelectMany(Text).Order(StringComparer.Ordinal)];
    }

    /// <summary>The rows of a batch as text, a line a row.</summary>
    public static IEnumerable<string> Text(RecordBatch batch) =>
        Enumerable.Range(0, batch.Length).Select(row => string.Join('|', batch.Arrays.Select(column => Cell(column, row))));

    public static string Cell(IArrowArray column, int row) => column.IsNull(row) ? "null" : column switch
    {
        StringArray texts => texts.GetString(row),
        BinaryArray bytes => Convert.ToHexStringLower(bytes.GetBytes(row)),
        BooleanArray booleans => booleans.GetValue(row)!.Value ? "true" : "false",
        Int8Array numbers => $"{numbers.GetValue(row)}",
        Int16Array numbers => $"{numbers.GetValue(row)}",
        Int32Array numbers => $"{numbers.GetValue(row)}",
        Int64Array numbers => $"{numbers.GetValue(row)}",
        FloatArray numbers => $"{numbers.GetValue(row):R}",
        DoubleArray numbers => $"{numbers.GetValue(row):R}",
        Date32Array days => $"{days.GetDateTime(row):yyyy-MM-dd}",
        TimestampArray times => $"{times.GetValue(row)}us",
        Decimal128Array numbers => numbers.GetString(row),
        ListArray lists => Cells(lists, row),
        _ => throw new InvalidOperationException($"{column.Data.DataType.Name} has no text."),
    };

    private static string Cells(ListArray lists, int row)
    {
        IArrowArray values = lists.GetSlicedValues(row)!;
        return $"[{string.Join(',', Enumerable.Range(0, values.Length).Select(i => Cell(values, i)))}]";
    }
}
