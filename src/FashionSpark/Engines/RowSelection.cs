using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Engines;

/// <summary>Rows of a record batch by number, copied into managed memory.</summary>
public static class RowSelection
{
    /// <summary>The rows with the given numbers, in that order. Columns of text, bytes and fixed-width values.</summary>
    public static RecordBatch Take(RecordBatch batch, IReadOnlyList<int> rows) =>
        new(batch.Schema, batch.Arrays.Select(column => Take(column, rows)), rows.Count);

    private static IArrowArray Take(IArrowArray column, IReadOnlyList<int> rows)
    {
        ArrowBuffer validity = TakeValidity(column, rows, out int nulls);
        ArrowBuffer[] buffers = column switch
        {
            BinaryArray binary => [validity, .. TakeBytes(binary, rows)],
            { Data.DataType: FixedWidthType { BitWidth: >= 8 } type } => [validity, TakeFixed(column.Data, type.BitWidth / 8, rows)],
            _ => throw new InvalidInputException($"Rows with a column of type {column.Data.DataType.Name} cannot be selected."),
        };
        return ArrowArrayFactory.BuildArray(new ArrayData(column.Data.DataType, rows.Count, nulls, 0, buffers));
    }

    private static ArrowBuffer TakeValidity(IArrowArray column, IReadOnlyList<int> rows, out int nulls)
    {
        nulls = 0;
        if (column.NullCount == 0)
        {
            return ArrowBuffer.Empty;
        }

        var bits = new byte[(rows.Count + 7) / 8];
        for (int i = 0; i < rows.Count; i++)
        {
            if (column.IsNull(rows[i]))
            {
                nulls++;
            }
            else
            {
                bits[i / 8] |= (byte)(1 << (i % 8));
            }
        }

        return new ArrowBuffer(bits);
    }

    private static ArrowBuffer[] TakeBytes(BinaryArray column, IReadOnlyList<int> rows)
    {
        var offsets = new int[rows.Count + 1];
        for (int i = 0; i < rows.Count; i++)
        {
            offsets[i + 1] = checked(offsets[i] + column.GetValueLength(rows[i]));
        }

        var values = new byte[offsets[^1]];
        for (int i = 0; i < rows.Count; i++)
        {
            column.GetBytes(rows[i]).CopyTo(values.AsSpan(offsets[i]));
        }

        return [new ArrowBuffer(MemoryMarshal.AsBytes<int>(offsets).ToArray()), new ArrowBuffer(values)];
    }

    private static ArrowBuffer TakeFixed(ArrayData data, int width, IReadOnlyList<int> rows)
    {
        ReadOnlySpan<byte> source = data.Buffers[1].Span;
        var values = new byte[rows.Count * width];
        for (int i = 0; i < rows.Count; i++)
        {
            source.Slice((data.Offset + rows[i]) * width, width).CopyTo(values.AsSpan(i * width));
        }

        return new ArrowBuffer(values);
    }
}
