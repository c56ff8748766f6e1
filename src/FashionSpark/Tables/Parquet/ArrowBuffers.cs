using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Tables;

/// <summary>Builds Arrow arrays over managed arrays, which nobody needs to dispose.</summary>
internal static class ArrowBuffers
{
    public static ArrowBuffer Of<T>(ReadOnlySpan<T> values)
        where T : struct => new(MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A bit a row, set where the row has a value; empty where none is null.</summary>
    public static ArrowBuffer Validity(ReadOnlySpan<bool> present, out int nulls)
    {
        nulls = present.Count(false);
        return nulls == 0 ? ArrowBuffer.Empty : Bits(present);
    }

    public static ArrowBuffer Bits(ReadOnlySpan<bool> values)
    {
        byte[] bits = new byte[(values.Length + 7) / 8];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i])
            {
                bits[i >> 3] |= (byte)(1 << (i & 7));
            }
        }

        return new ArrowBuffer(bits);
    }

    public static IArrowArray Array(IArrowType type, int length, int nulls, params ArrowBuffer[] buffers) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type, length, nulls, offset: 0, buffers));
}
