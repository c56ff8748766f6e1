using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>What a function made of a partition, as the one batch that a grouped-map function gives back.</summary>
internal static class GroupOutput
{
    /// <summary>The columns of <see cref="Wire.Packed"/>.</summary>
    public static Schema PackedSchema { get; } = new(
        [
            new Field(GroupColumns.Partition, Int32Type.Default, nullable: true),
            new Field(GroupColumns.Chunk, Int64Type.Default, nullable: true),
            new Field(GroupColumns.Packed, BinaryType.Default, nullable: true),
        ],
        metadata: null);

    /// <summary>Without a row, where Spark has no group for a task.</summary>
    public static RecordBatch Empty(Schema schema, Wire wire) => RowBatch.Create(wire == Wire.Packed ? PackedSchema : schema, []);

    public static RecordBatch Create(IEnumerable<RecordBatch> batches, Schema schema, Wire wire, int partition)
    {
        if (wire == Wire.Packed)
        {
            return RowBatch.Create(PackedSchema, [.. batches.Select((batch, number) => (object?[])[partition, (long)number, PackedRows.Write(batch)])]);
        }

        // A batch is valid until the function is asked for the next one, so each is copied as it comes.
        RecordBatch[] kept = [.. batches.Where(batch => batch.Length > 0).Select(batch => PackedRows.Read(PackedRows.Write(batch)).Single())];
        return kept.Length switch
        {
            0 => Empty(schema, wire),
            1 => kept[0],
            _ => new RecordBatch(schema, [.. schema.FieldsList.Select((_, column) => Join(kept, column))], kept.Sum(batch => batch.Length)),
        };
    }

    private static IArrowArray Join(RecordBatch[] batches, int column) =>
        ArrowArrayConcatenator.Concatenate([.. batches.Select(batch => batch.Column(column))], ManagedAllocator.Instance);
}
