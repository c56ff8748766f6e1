using System.Buffers.Binary;

namespace FashionSpark.Tables;

/// <summary>Mends the footer of a file that was just written.</summary>
internal static class ParquetFooter
{
    /// <summary>FileMetaData.row_groups, RowGroup.columns, ColumnChunk.meta_data, ColumnMetaData.statistics (parquet.thrift).</summary>
    private static readonly int[] Statistics = [4, 1, 3, 12];

    /// <summary>
    /// Takes the column statistics out. Parquet.Net 6.1 orders strings by UTF-16 and leaves NaN out of maxima; Spark
    /// trusts both and would skip row groups that hold matching rows. Delta's own statistics of the file stay.
    /// </summary>
    public static void RemoveStatistics(FileStream file)
    {
        // The end of a file: footer, its length in four bytes, "PAR1".
        byte[] tail = new byte[8];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        int length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        byte[] footer = new byte[length];
        long start = file.Seek(-tail.Length - length, SeekOrigin.End);
        file.ReadExactly(footer);
        byte[] mended = ThriftCopier.Without(footer, Statistics);
        BinaryPrimitives.WriteInt32LittleEndian(tail, mended.Length);
        file.SetLength(start);
        file.Seek(start, SeekOrigin.Begin);
        file.Write(mended);
        file.Write(tail);
    }
}
