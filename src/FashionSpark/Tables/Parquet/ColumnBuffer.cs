using Apache.Arrow;
using Parquet;

namespace FashionSpark.Tables;

/// <summary>The rows of one column that wait for their row group to be written.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>About the bytes the values will take before compression.</summary>
    public long Bytes { get; protected set; }

    /// <summary>Nulls of the whole file so far.</summary>
    public long NullCount { get; protected set; }

    /// <summary>Takes a copy of rows of a batch, which may go away afterwards.</summary>
    public abstract void Append(IArrowArray array, int start, int count);

    /// <summary>Writes the buffered rows as the next column of the row group and forgets them.</summary>
    public abstract void WriteTo(ParquetRowGroupWriter rowGroup);

    public abstract ColumnStatistics? Statistics(string column);
}
