using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>What a function made of a partition, as the one batch that a grouped-map function gives back.</summary>
internal static class GroupOutput
{
    /// <summary>
    /// Begins the text of an error. Errors are rows, which Spark then fails at: Microsoft's worker writes an exception into
    /// an Arrow stream that it has begun, and Spark says no more of it than "capacity &lt; 0".
    /// </summary>
    public const string ErrorMark = "fashionspark-error: ";

    private static readonly Schema Packed = new(
        [
            new Field(GroupColumns.Partition, Int32Type.Default, nullable: true),
            new Field(GroupColumns.Chunk, Int64Type.Default, nullable: true),
            new Field(GroupColumns.Packed, BinaryType.Default, nullable: true),
        ],
        metadata: null);

    /// <summary>The columns that Spark is given: every one may be null where <see cref="GroupColumns.Error"/> is not.</summary>
    /// <param name="rows">Columns of the rows.</param>
    /// <param name="wire">How the rows stand there.</param>
    public static Schema Schema(Schema rows, Wire wire) => new(
        [
            .. (wire == Wire.Packed ? Packed : rows).FieldsList.Select(field => new Field(field.Name, field.DataType, nullable: true)),
            new Field(GroupColumns.Error, StringType.Default, nullable: true),
        ],
        metadata: null);

    /// <summary>Without a row, where Spark has no group for a task.</summary>
    public static RecordBatch Empty(Schema rows, Wire wire) => RowBatch.Create(Schema(rows, wire), []);

    public static RecordBatch Failed(Schema rows, Wire wire, string error)
    {
        Schema schema = Schema(rows, wire);
        var row = new object?[schema.FieldsList.Count];
        row[^1] = ErrorMark + error;
        return RowBatch.Create(schema, [row]);
    }

    public static RecordBatch Create(IEnumerable<RecordBatch> batches, Schema rows, Wire wire, int partition)
    {
        if (wire == Wire.Packed)
        {
            return RowBatch.Create(Schema(rows, wire), [.. batches.Select((batch, number) => (object?[])[partition, (long)number, PackedRows.Write(batch), null])]);
        }

        // A batch is valid until the function is asked for the next one, so each is copied as it comes.
        RecordBatch[] kept = [.. batches.Where(batch => batch.Length > 0).Select(batch => PackedRows.Read(PackedRows.Write(batch)).Single())];
        if (kept.Length == 0)
        {
            return Empty(rows, wire);
        }

        int length = kept.Sum(batch => batch.Length);
        return new RecordBatch(Schema(rows, wire), [.. rows.FieldsList.Select((_, column) => Join(kept, column)), ArrowColumns.NoTexts(length)], length);
    }

    private static IArrowArray Join(RecordBatch[] batches, int column) => batches.Length == 1
        ? batches[0].Column(column)
        : ArrowArrayConcatenator.Concatenate([.. batches.Select(batch => batch.Column(column))], ManagedAllocator.Instance);
}
