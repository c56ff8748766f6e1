using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Training;

/// <summary>An engine that keeps persisted rows, as a cluster does: they are not computed again when a worker has forgotten what came with them.</summary>
internal sealed class KeepingEngine(IEngine engine) : IEngine
{
    public string Name => engine.Name;

    public bool IsInProcess => engine.IsInProcess;

    public int Parallelism => engine.Parallelism;

    public IDataset FromRows(RecordBatch rows, int partitions) => new Kept(engine, engine.FromRows(rows, partitions));

    public IDataset ReadBinaryFiles(string folder, int partitions) => new Kept(engine, engine.ReadBinaryFiles(folder, partitions));

    public IDataset ReadParquet(string path) => new Kept(engine, engine.ReadParquet(path));

    public IDataset ReadDelta(DeltaRead read) => new Kept(engine, engine.ReadDelta(read));

    public Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation) => engine.DescribeDeltaAsync(path, version, cancellation);

    public Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        engine.SetDeltaPropertiesAsync(path, properties, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Kept(IEngine engine, IDataset rows) : IDataset
    {
        public Schema Schema => rows.Schema;

        public IDataset MapPartitions(PartitionFunctionSpec function) => new Kept(engine, rows.MapPartitions(function));

        public IDataset Union(IDataset other) => new Kept(engine, rows.Union(other));

        public IDataset RepartitionById(int partitions, string idColumn, IReadOnlyList<int>? only) =>
            new Kept(engine, rows.RepartitionById(partitions, idColumn, only));

        public async Task<IDataset> PersistAsync(CancellationToken cancellation)
        {
            List<object?[]> kept = [];
            foreach (RecordBatch batch in await rows.CollectAsync())
            {
                kept.AddRange(Enumerable.Range(0, batch.Length).Select(row => (object?[])[batch.Column<Int32Array>("partition").GetValue(row)]));
            }

            return new Kept(engine, engine.FromRows(RowBatch.Create(Schema, kept), kept.Count));
        }

        public Task UnpersistAsync(CancellationToken cancellation) => Task.CompletedTask;

        public IAsyncEnumerable<RecordBatch> CollectAsync(IProgress<long>? progress, CancellationToken cancellation) => rows.CollectAsync(progress, cancellation);

        public Task WriteParquetAsync(string folder, IProgress<long>? progress, CancellationToken cancellation) => rows.WriteParquetAsync(folder, progress, cancellation);

        public Task<long> WriteDeltaAsync(DeltaWrite write, IProgress<long>? progress, CancellationToken cancellation) => rows.WriteDeltaAsync(write, progress, cancellation);
    }
}
