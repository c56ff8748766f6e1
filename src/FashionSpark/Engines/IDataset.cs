using Apache.Arrow;

namespace FashionSpark.Engines;

/// <summary>Rows in partitions, described but not yet computed. Immutable: every operation returns a new one.</summary>
public interface IDataset
{
    Schema Schema { get; }

    /// <summary>Runs a partition function over every partition.</summary>
    IDataset MapPartitions(PartitionFunctionSpec function);

    /// <summary>The rows of both; the other has the same columns and is of the same engine.</summary>
    IDataset Union(IDataset other);

    /// <summary>
    /// Deals rows over <paramref name="partitions"/> by the image id in <paramref name="idColumn"/>
    /// (see <see cref="Datasets.ImageId.Bucket"/>): the same rows give the same partitions in every engine.
    /// </summary>
    /// <param name="partitions">Number of partitions.</param>
    /// <param name="idColumn">Column of the image ids.</param>
    /// <param name="only">Partitions that get their rows, the others stay empty; null = all.</param>
    IDataset RepartitionById(int partitions, string idColumn, IReadOnlyList<int>? only = null);

    /// <summary>
    /// Keeps the rows, once they are computed, where they were computed: what is built on the returned data set starts from
    /// there, and its partitions run on the same machines where those are free. Rows that get lost are computed again. An
    /// engine that cannot keep rows computes them each time. Meant for few and small rows.
    /// </summary>
    Task<IDataset> PersistAsync(CancellationToken cancellation);

    /// <summary>Lets go of what <see cref="PersistAsync"/> kept.</summary>
    Task UnpersistAsync(CancellationToken cancellation);

    /// <summary>Brings the rows to the driver, partition after partition in order.</summary>
    /// <param name="rows">Told the number of rows of every batch that came out of the last function.</param>
    IAsyncEnumerable<RecordBatch> CollectAsync(IProgress<long>? rows, CancellationToken cancellation);

    /// <summary>Writes one Parquet file a partition into a folder that must be new or empty.</summary>
    Task WriteParquetAsync(string folder, IProgress<long>? rows, CancellationToken cancellation);

    /// <summary>Writes the rows into a Delta table in one commit and returns the version that holds them.</summary>
    /// <exception cref="CommitConflictException">Another writer changed the table in a way that this write cannot follow.</exception>
    Task<long> WriteDeltaAsync(DeltaWrite write, IProgress<long>? rows, CancellationToken cancellation);
}
