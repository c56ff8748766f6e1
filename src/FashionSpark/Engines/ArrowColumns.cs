using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Engines;

/// <summary>Columns over arrays that are already there, without a builder's copy per value.</summary>
public static class ArrowColumns
{
    public static Int32Array Integers(int[] values) =>
        new(new ArrowBuffer(MemoryMarshal.AsBytes<int>(values).ToArray()), ArrowBuffer.Empty, values.Length, 0, 0);

    public static FloatArray Floats(float[] values) =>
        new(new ArrowBuffer(MemoryMarshal.AsBytes<float>(values).ToArray()), ArrowBuffer.Empty, values.Length, 0, 0);

    public static BooleanArray Booleans(bool[] values) => new BooleanArray.Builder().AppendRange(values).Build(ManagedAllocator.Instance);

    /// <summary>Null in every row of a column of text.</summary>
    public static StringArray NoTexts(int rows)
    {
        var texts = new StringArray.Builder();
        for (int i = 0; i < rows; i++)
        {
            texts.AppendNull();
        }

        return texts.Build(ManagedAllocator.Instance);
    }

    /// <summary>The same text in every row.</summary>
    public static StringArray Constant(string value, int rows)
    {
        byte[] text = Encoding.UTF8.GetBytes(value);
        var values = new byte[text.Length * rows];
        for (int i = 0; i < rows; i++)
        {
            text.CopyTo(values, i * text.Length);
        }

        return new StringArray(rows, Offsets(rows, text.Length), new ArrowBuffer(values), ArrowBuffer.Empty);
    }

    /// <summary>Lists of equal length, one after the other in <paramref name="values"/>.</summary>
    public static ListArray FloatLists(float[] values, int rows, ListType type) =>
        new(type, rows, Offsets(rows, rows == 0 ? 0 : values.Length / rows), Floats(values), ArrowBuffer.Empty);

    /// <summary>A binary column of <paramref name="rows"/> values of equal length that lie one after the other.</summary>
    public static BinaryArray Bytes(byte[] values, int rows) =>
        new(BinaryType.Default, rows, Offsets(rows, rows == 0 ? 0 : values.Length / rows), new ArrowBuffer(values), ArrowBuffer.Empty);

    /// <summary>A binary column of values of any length.</summary>
    public static BinaryArray Bytes(IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        var offsets = new int[values.Count + 1];
        for (int i = 0; i < values.Count; i++)
        {
            offsets[i + 1] = checked(offsets[i] + values[i].Length);
        }

        var bytes = new byte[offsets[^1]];
        for (int i = 0; i < values.Count; i++)
        {
            values[i].CopyTo(bytes.AsMemory(offsets[i]));
        }

        return new BinaryArray(
            BinaryType.Default, values.Count, new ArrowBuffer(MemoryMarshal.AsBytes<int>(offsets).ToArray()), new ArrowBuffer(bytes), ArrowBuffer.Empty);
    }

    /// <summary>
    /// The bytes of all values of a binary column without a copy, where every value has the given length and none is
    /// null; false otherwise.
    /// </summary>
    public static bool TryGetDense(BinaryArray column, int valueLength, out ReadOnlyMemory<byte> values)
    {
        values = default;
        ReadOnlySpan<int> offsets = column.ValueOffsets;
        if (column.NullCount > 0)
        {
            return false;
        }

        for (int i = 0; i < column.Length; i++)
        {
            if (offsets[i + 1] - offsets[i] != valueLength)
            {
                return false;
            }
        }

        values = column.ValueBuffer.Memory.Slice(offsets[0], column.Length * valueLength);
        return true;
    }

    private static ArrowBuffer Offsets(int rows, int length)
    {
        var offsets = new int[rows + 1];
        for (int i = 1; i <= rows; i++)
        {
            offsets[i] = i * length;
        }

        return new ArrowBuffer(MemoryMarshal.AsBytes<int>(offsets).ToArray());
    }
}
