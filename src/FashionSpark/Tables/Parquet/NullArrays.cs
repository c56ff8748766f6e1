using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Tables;

/// <summary>Columns of nulls, for columns a file does not have.</summary>
internal static class NullArrays
{
    public static IArrowArray Create(IArrowType type, int length)
    {
        ArrowBuffer validity = new(new byte[(length + 7) / 8]);
        return type switch
        {
            StringType or BinaryType => ArrowBuffers.Array(type, length, length, validity, new ArrowBuffer(new byte[(length + 1) * sizeof(int)]), ArrowBuffer.Empty),
            BooleanType => ArrowBuffers.Array(type, length, length, validity, new ArrowBuffer(new byte[(length + 7) / 8])),
            ListType list => ArrowArrayFactory.BuildArray(new ArrayData(
                type, length, length, offset: 0, [validity, new ArrowBuffer(new byte[(length + 1) * sizeof(int)])], [Create(list.ValueDataType, 0).Data])),
            NullType => new NullArray(length),
            FixedWidthType fixedWidth => ArrowBuffers.Array(type, length, length, validity, new ArrowBuffer(new byte[length * fixedWidth.BitWidth / 8])),
            _ => throw new UnsupportedTableException($"A column of type {SparkTypes.Name(type)} cannot be read here; leave it out with a list of columns."),
        };
    }
}
