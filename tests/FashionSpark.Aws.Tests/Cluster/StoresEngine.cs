using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Aws.Tests.Cluster;

/// <summary>An engine of which only the listing of a cluster's stores is asked.</summary>
/// <param name="count">What the cluster answers for an address.</param>
internal sealed class StoresEngine(Func<string, IReadOnlyDictionary<string, long>?> count) : IEngine, IClusterStores
{
    public string Name => "cluster";

    public bool IsInProcess => false;

    public int Parallelism => 1;

    public List<string> Asked { get; } = [];

    public Task<IReadOnlyDictionary<string, long>?> CountFilesAsync(string address, int depth, IProgress<long> progress, CancellationToken cancellation)
    {
        Asked.Add(address);
        return Task.FromResult(count(address));
    }

    public IDataset FromRows(RecordBatch rows, int partitions) => throw new NotSupportedException();

    public IDataset ReadBinaryFiles(string folder, int partitions) => throw new NotSupportedException();

    public IDataset ReadParquet(string path) => throw new NotSupportedException();

    public IDataset ReadDelta(DeltaRead read) => throw new NotSupportedException();

    public Task<DeltaTableInfo?> DescribeDeltaAsync(string path, long? version, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<long> SetDeltaPropertiesAsync(string path, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
