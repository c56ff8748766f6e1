using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline.Sinks;

/// <summary>An open sink. Rows are written as a piece (see <see cref="SinkRows.Piece"/>): begun, written by the partitions, completed.</summary>
public interface ISink
{
    /// <summary>Makes way for rows.</summary>
    /// <returns>How many rows it has, where it has the whole piece already and nothing is to be written; else null.</returns>
    Task<long?> BeginAsync(SinkRows rows, CancellationToken cancellation);

    /// <summary>
    /// The partition function that writes the rows it is given and returns how many it wrote, in an int64 column <c>rows</c>. Rows
    /// that are there already are written over, so that a repeated partition adds nothing.
    /// </summary>
    PartitionFunctionSpec Write(SinkRows rows);

    /// <summary>All partitions have written: the piece is whole, and what it takes the place of may go.</summary>
    /// <param name="rows">What was written.</param>
    /// <param name="written">All that the partition functions returned.</param>
    /// <param name="cancellation">Stops it.</param>
    Task CompleteAsync(SinkRows rows, IReadOnlyList<RecordBatch> written, CancellationToken cancellation);
}
