using Apache.Arrow;

namespace FashionSpark.Engines.Tests.Training;

/// <summary>An engine whose driver dies, as it were, at a call of CollectAsync: everything before has really happened.</summary>
internal sealed class FailingEngine(IEngine engine, int failAt) : IEngine
{
    private int _left = failAt;

    public string Name => engine.Name;

    public bool IsInProcess => engine.IsInProcess;

    public int Parallelism => engine.Parallelism;

    public IDataset FromRows(RecordBatch rows, int partitions) => new Rows(this, engine.FromRows(rows, partitions));

    public IDataset ReadBinaryFiles(string folder, int partitions) => new Rows(this, engine.ReadBinaryFiles(folder, partitions));

    public IDataset ReadParquet(string path) => new Rows(this, engine.ReadParquet(path));

    public IDataset ReadDelta(DeltaRead read) => new Rows(this, engine.ReadDelta(read));

    public Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation) => engine.DescribeDeltaAsync(path, version, cancellation);

    public Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        engine.SetDeltaPropertiesAsync(path, properties, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Rows(FailingEngine owner, IDataset rows) : IDataset
    {
        public Schema Schema => rows.Schema;

        public IDataset MapPartitions(PartitionFunctionSpec function) => new Rows(owner, rows.MapPartitions(function));

        public IDataset Union(IDataset other) => new Rows(owner, rows.Union(other));

        public IDataset RepartitionById(int partitions, string idColumn, IReadOnlyList<int>? only) =>
            new Rows(owner, rows.RepartitionById(partitions, idColumn, only));

        public async Task<IDataset> PersistAsync(CancellationToken cancellation) => new Rows(owner, await rows.PersistAsync(cancellation));

        public Task UnpersistAsync(CancellationToken cancellation) => rows.UnpersistAsync(cancellation);

        public IAsyncEnumerable<RecordBatch> CollectAsync(IProgress<long>? progress, CancellationToken cancellation) =>
            --owner._left == 0 ? throw new IOException("the driver is killed") : rows.CollectAsync(progress, cancellation);

        public Task WriteParquetAsync(string folder, IProgress<long>? progress, CancellationToken cancellation) => rows.WriteParquetAsync(folder, progress, cancellation);

        public Task<long> WriteDeltaAsync(DeltaWrite write, IProgress<long>? progress, CancellationToken cancellation) => rows.WriteDeltaAsync(write, progress, cancellation);
    }
}
