using Parquet;
using Parquet.Schema;

namespace FashionSpark.Tables;

/// <summary>Writes nested columns of a checkpoint: values with the levels that say what is there and where rows begin.</summary>
internal static class LevelWriter
{
    /// <summary>A nullable value in a nullable struct.</summary>
    public static void WriteValues<T>(
        ParquetRowGroupWriter rowGroup, DataField field, IReadOnlyList<CheckpointRow> rows, Func<CheckpointRow, bool> present, Func<CheckpointRow, T?> read)
        where T : struct
    {
        GrowableArray<T> values = new();
        GrowableArray<int> definitions = new();
        foreach (CheckpointRow row in rows)
        {
            T? value = present(row) ? read(row) : null;
            definitions.Add(value is not null ? field.MaxDefinitionLevel : present(row) ? field.MaxDefinitionLevel - 1 : 0);
            if (value is T there)
            {
                values.Add(there);
            }
        }

        rowGroup.WriteAllPartsAsync(field, values.Memory, definitions.Memory, repetitionLevels: null, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>A list, or one side of a map, in a nullable struct.</summary>
    public static void WriteRepeated(
        ParquetRowGroupWriter rowGroup, DataField leaf, IReadOnlyList<CheckpointRow> rows, Func<CheckpointRow, bool> present,
        Func<CheckpointRow, IEnumerable<string?>?> read)
    {
        GrowableArray<ReadOnlyMemory<char>> values = new();
        GrowableArray<int> definitions = new();
        GrowableArray<int> repetitions = new();

        // Levels from the leaf up: value, null value (where it may be null), empty list, null list, ... 0 = no struct.
        int empty = leaf.MaxDefinitionLevel - (leaf.IsNullable ? 2 : 1);
        foreach (CheckpointRow row in rows)
        {
            IEnumerable<string?>? items = present(row) ? read(row) : null;
            bool first = true;
            foreach (string? item in items ?? [])
            {
                repetitions.Add(first ? 0 : 1);
                definitions.Add(item is null ? leaf.MaxDefinitionLevel - 1 : leaf.MaxDefinitionLevel);
                first = false;
                if (item is not null)
                {
                    values.Add(item.AsMemory());
                }
            }

            if (first)
            {
                repetitions.Add(0);
                definitions.Add(items is not null ? empty : present(row) ? empty - 1 : 0);
            }
        }

        rowGroup.WriteAllPartsAsync(leaf, values.Memory, definitions.Memory, repetitions.Memory, CancellationToken.None).GetAwaiter().GetResult();
    }
}
