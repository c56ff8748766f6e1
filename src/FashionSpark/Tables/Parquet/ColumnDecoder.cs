using Apache.Arrow;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;
using ArrowField = Apache.Arrow.Field;
using ParquetField = Parquet.Schema.Field;

namespace FashionSpark.Tables;

/// <summary>Reads a column of a row group as one Arrow array.</summary>
internal static class ColumnDecoder
{
    /// <exception cref="TableCorruptException">The file's type is not the table's.</exception>
    public static IArrowArray Decode(ParquetRowGroupReader rowGroup, ArrowField wanted, ParquetField found, string file)
    {
        if (wanted.DataType is ListType list && found is ListField { Item: DataField item })
        {
            return DecodeList(rowGroup, list, item, wanted, file);
        }

        if (found is not DataField { IsArray: false } leaf)
        {
            throw Mismatch(wanted, found, file);
        }

        int rows = checked((int)rowGroup.RowCount);
        int[]? definitions = leaf.MaxDefinitionLevel > 0 ? new int[rows] : null;
        bool[] present = new bool[rows];
        return LeafDecoder.Decode(rowGroup, wanted.DataType, leaf, rows, definitions, repetitions: null, levels =>
        {
            for (int i = 0; i < present.Length; i++)
            {
                present[i] = levels is null || levels[i] == leaf.MaxDefinitionLevel;
            }

            return present;
        }) ?? throw Mismatch(wanted, found, file);
    }

    private static IArrowArray DecodeList(ParquetRowGroupReader rowGroup, ListType type, DataField item, ArrowField wanted, string file)
    {
        int rows = checked((int)rowGroup.RowCount);
        int slots = checked((int)rowGroup.GetMetadata(item)!.MetaData!.NumValues);
        int[] definitions = new int[slots];
        int[] repetitions = new int[slots];
        int[] offsets = new int[rows + 1];
        bool[] present = new bool[rows];
        int nullListLevels = item.MaxDefinitionLevel - (item.IsNullable ? 1 : 0) - 1;
        IArrowArray values = LeafDecoder.Decode(rowGroup, type.ValueDataType, item, slots, definitions, repetitions, _ =>
        {
            // A slot is an element where its level reaches the repeated group; below that the list is empty or null.
            List<bool> elements = new(slots);
            int row = -1;
            for (int i = 0; i < slots; i++)
            {
                if (repetitions[i] == 0)
                {
                    row++;
                    offsets[row] = elements.Count;
                    present[row] = definitions[i] >= nullListLevels;
                }

                if (definitions[i] > nullListLevels)
                {
                    elements.Add(definitions[i] == item.MaxDefinitionLevel);
                }
            }

            offsets[rows] = elements.Count;
            return [.. elements];
        }) ?? throw Mismatch(wanted, item, file);
        ArrowBuffer validity = ArrowBuffers.Validity(present, out int nulls);
        return ArrowArrayFactory.BuildArray(new ArrayData(
            type, rows, nulls, offset: 0, [validity, ArrowBuffers.Of<int>(offsets)], [values.Data]));
    }

    private static TableCorruptException Mismatch(ArrowField wanted, ParquetField found, string file) => new(
        $"Column '{wanted.Name}' of '{file}' is {(found as DataField)?.ClrType.Name ?? found.SchemaType.ToString()} in the file, " +
        $"but {SparkTypes.Name(wanted.DataType)} in the table.");
}
