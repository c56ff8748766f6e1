using Apache.Arrow;

namespace FashionSpark.Engines;

/// <summary>
/// Where data sets are read and partition functions run: a small lazy data set API. Nothing runs before a data set is
/// collected or written.
/// </summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>The name a user chooses it by, such as <c>local</c>.</summary>
    string Name { get; }

    /// <summary>Whether partition functions run in the driver's process, and so see its files and memory.</summary>
    bool IsInProcess { get; }

    /// <summary>Partitions that run at a time.</summary>
    int Parallelism { get; }

    /// <summary>A small data set from rows of the driver, cut into <paramref name="partitions"/> runs of neighbours.</summary>
    IDataset FromRows(RecordBatch rows, int partitions);

    /// <summary>All files below a folder, in ordinal order of their paths: columns of <see cref="BinaryFileSchema"/>.</summary>
    IDataset ReadBinaryFiles(string folder, int partitions);

    /// <summary>Parquet files: one, or all of a folder in ordinal order of their names.</summary>
    IDataset ReadParquet(string path);

    /// <summary>A version of a Delta table; a file a partition.</summary>
    /// <exception cref="TableNotFoundException">There is no Delta table at that path.</exception>
    IDataset ReadDelta(DeltaRead read);

    /// <summary>What the log says of a Delta table, without reading its data; null where there is no table.</summary>
    Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation);

    /// <summary>Sets table properties in a commit of their own and returns its version.</summary>
    Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation);
}
