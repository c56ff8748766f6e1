using FashionSpark.Engines;

namespace FashionSpark.Pipeline.Sinks;

/// <summary>An open sink.</summary>
public interface ISink
{
    /// <summary>
    /// The partition function that writes the rows it is given and returns how many it wrote, in an int64 column <c>rows</c>. Rows
    /// that are there already are written over, so that a repeated partition adds nothing.
    /// </summary>
    PartitionFunctionSpec Write(SinkRows rows);

    /// <summary>Removes rows of a data set that its newest version has no longer.</summary>
    Task RemoveOlderAsync(SinkTable table, string data, long version, CancellationToken cancellation);
}
