using System.Runtime.CompilerServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

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

    public bool IsInProcess => true;

    public int Parallelism { get; init; } = 1;

    /// <summary>Threads of each partition; null = the machine's over the parallelism.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Called before every partition function; a test throws from it to interrupt.</summary>
    public Action<PartitionFunctionSpec>? Before { get; init; }

    public Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation) => Task.FromResult<DeltaTableInfo?>(
        new DeltaTableInfo(path, version ?? 1, PreparedSchema.Schema, [PreparedSchema.Split], _prepared.ToTableProperties(), new Dictionary<string, long>()));

    public IDataset ReadDelta(DeltaRead read) => new Rows(this, read.Partitions!.Values.Where(_splits.ContainsKey).Select(split => _splits[split]), 1, []);

    public IDataset FromRows(RecordBatch rows, int partitions) => throw new NotSupportedException();

    public IDataset ReadBinaryFiles(string folder, int partitions) => throw new NotSupportedException();

    public IDataset ReadParquet(string path) => throw new NotSupportedException();

    public Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Rows(MemoryEngine engine, IEnumerable<RecordBatch> source, int partitions, IReadOnlyList<PartitionFunctionSpec> functions) : IDataset
    {
        public Schema Schema => PreparedSchema.Schema;

        public IDataset MapPartitions(PartitionFunctionSpec function) => new Rows(engine, source, partitions, [.. functions, function]);

        public IDataset RepartitionById(int count, string idColumn) => new Rows(engine, source, count, functions);

        public async IAsyncEnumerable<RecordBatch> CollectAsync(IProgress<long>? rows, [EnumeratorCancellation] CancellationToken cancellation)
        {
            using SemaphoreSlim slots = new(engine.Parallelism);
            List<Task<List<RecordBatch>>> tasks = [];
            for (int i = 0; i < partitions; i++)
            {
                int partition = i;
                tasks.Add(Task.Run(
                    async () =>
                    {
                        await slots.WaitAsync(cancellation);
                        try
                        {
                            return RunPartition(partition, cancellation);
                        }
                        finally
                        {
                            slots.Release();
                        }
                    },
                    cancellation));
            }

            foreach (List<RecordBatch> batches in await Task.WhenAll(tasks))
            {
                foreach (RecordBatch batch in batches)
                {
                    yield return batch;
                }
            }
        }

        private List<RecordBatch> RunPartition(int partition, CancellationToken cancellation)
        {
            PartitionContext context = new() { PartitionId = partition, Threads = engine.Threads, Cancellation = cancellation };
            IEnumerable<RecordBatch> batches = source.Select(batch => PreparedImages.Take(
                batch, row => ImageId.Bucket(((StringArray)batch.Column(PreparedSchema.ImageId)).GetString(row), partitions) == partition));
            foreach (PartitionFunctionSpec spec in functions)
            {
                // As in every engine, only the text of the spec reaches the function.
                PartitionFunctionSpec received = PartitionFunctionSpec.Parse(spec.ToJson());
                engine.Before?.Invoke(received);
                batches = engine._registry.Create(received).Run(batches, context);
            }

            return [.. batches];
        }

        public Task WriteParquetAsync(string folder, IProgress<long>? rows, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<long> WriteDeltaAsync(DeltaWrite write, IProgress<long>? rows, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
