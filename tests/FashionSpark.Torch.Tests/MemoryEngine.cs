using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Testing;

namespace FashionSpark.Torch.Tests;

/// <summary>An engine over one prepared data set in memory: partition functions on threads, nothing on disk.</summary>
internal sealed class MemoryEngine : IEngine
{
    private readonly PartitionFunctionRegistry _registry = new PartitionFunctionRegistry().AddTorchFunctions();
    private readonly PreparedProperties _prepared;
    private readonly IReadOnlyDictionary<string, RecordBatch> _splits;

    public MemoryEngine(PreparedProperties prepared, IReadOnlyDictionary<string, RecordBatch> splits)
    {
        _prepared = prepared;
        _splits = splits;
    }

    public string Name => "local";

    public bool IsInProcess { get; init; } = true;

    /// <summary>What stands for an executor's folder.</summary>
    public string? LocalFolder { get; init; }

    public int Parallelism { get; init; } = 1;

    /// <summary>Threads of each partition; null = the machine's over the parallelism.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Called before every partition function; a test throws from it to interrupt.</summary>
    public Action<PartitionFunctionSpec>? Before { get; init; }

    public Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation) => Task.FromResult<DeltaTableInfo?>(
        new DeltaTableInfo(path, version ?? 1, PreparedSchema.Schema, [PreparedSchema.Split], _prepared.ToTableProperties(), new Dictionary<string, long>()));

    public IDataset ReadDelta(DeltaRead read) =>
        new Rows(this, 1, (_, _) => read.Partitions!.Values.Where(_splits.ContainsKey).Select(split => _splits[split]));

    public IDataset FromRows(RecordBatch rows, int partitions) => throw new NotSupportedException();

    public IDataset ReadBinaryFiles(string folder, int partitions) => throw new NotSupportedException();

    public IDataset ReadParquet(string path) => throw new NotSupportedException();

    public Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<RecordBatch> Call(PartitionFunctionSpec function, IEnumerable<RecordBatch> batches, int partition, CancellationToken cancellation)
    {
        // As in every engine, only the text of the spec reaches the function.
        PartitionFunctionSpec received = PartitionFunctionSpec.Parse(function.ToJson());
        Before?.Invoke(received);
        PartitionContext context = new()
        {
            PartitionId = partition,
            Threads = Threads,
            LocalFolder = LocalFolder,
            Time = new FixedTime(),
            Cancellation = cancellation,
        };
        return _registry.Create(received).Run(batches, context);
    }

    private sealed class Rows(MemoryEngine engine, int partitions, Func<int, CancellationToken, IEnumerable<RecordBatch>> read) : IDataset
    {
        public Schema Schema => PreparedSchema.Schema;

        public IDataset MapPartitions(PartitionFunctionSpec function) => new Rows(
            engine, partitions, (partition, cancellation) => engine.Call(function, read(partition, cancellation), partition, cancellation));

        public IDataset Union(IDataset other) => throw new NotSupportedException();

        public IDataset RepartitionById(int count, string idColumn, IReadOnlyList<int>? only = null) => new Rows(
            engine,
            count,
            (partition, cancellation) => only?.Contains(partition) == false
                ? []
                : read(0, cancellation).Select(batch => PreparedImages.Take(
                    batch, row => ImageId.Bucket(((StringArray)batch.Column(PreparedSchema.ImageId)).GetString(row), count) == partition)));

        /// <summary>Where partitions do not run in the driver's process, each is computed once, as in Spark's cache.</summary>
        public Task<IDataset> PersistAsync(CancellationToken cancellation)
        {
            ConcurrentDictionary<int, List<RecordBatch>> kept = [];
            return Task.FromResult<IDataset>(engine.IsInProcess
                ? this
                : new Rows(engine, partitions, (partition, stop) => kept.GetOrAdd(partition, _ => [.. read(partition, stop)])));
        }

        public Task UnpersistAsync(CancellationToken cancellation) => Task.CompletedTask;

        public async IAsyncEnumerable<RecordBatch> CollectAsync(IProgress<long>? rows, [EnumeratorCancellation] CancellationToken cancellation)
        {
            using SemaphoreSlim slots = new(engine.Parallelism);
            async Task<List<RecordBatch>> RunAsync(int partition)
            {
                await slots.WaitAsync(cancellation);
                try
                {
                    return [.. read(partition, cancellation)];
                }
                finally
                {
                    slots.Release();
                }
            }

            List<Task<List<RecordBatch>>> tasks = [.. Enumerable.Range(0, partitions).Select(partition => Task.Run(() => RunAsync(partition), cancellation))];
            foreach (List<RecordBatch> batches in await Task.WhenAll(tasks))
            {
                foreach (RecordBatch batch in batches)
                {
                    yield return batch;
                }
            }
        }

        public Task WriteParquetAsync(string folder, IProgress<long>? rows, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<long> WriteDeltaAsync(DeltaWrite write, IProgress<long>? rows, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
