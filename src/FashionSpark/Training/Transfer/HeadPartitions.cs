using System.Runtime.InteropServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// The driver's side of the head's partition functions. The features are read once and stay with the workers; a sum runs
/// over one small row a partition. Where a worker has lost them, they are sent to it again.
/// </summary>
internal sealed class HeadPartitions : IAsyncDisposable
{
    private readonly IEngine _engine;
    private readonly FeatureTable _table;
    private readonly int _partitions;
    private readonly int _classes;
    private readonly string _runKey;
    private readonly IRunProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, IDataset> _held = [];

    private HeadPartitions(
        IEngine engine, FeatureTable table, int partitions, int classes, string runKey, IRunProgress progress, CancellationToken cancellation)
    {
        _engine = engine;
        _table = table;
        _partitions = partitions;
        _classes = classes;
        _runKey = runKey;
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <param name="runKey">Under which machines hold features; of no other training.</param>
    public static async Task<HeadPartitions> OpenAsync(
        IEngine engine, FeatureTable table, int partitions, int classes, string runKey, IRunProgress progress, CancellationToken cancellation)
    {
        HeadPartitions opened = new(engine, table, partitions, classes, runKey, progress, cancellation);
        foreach (string split in (string[])[Split.Train, Split.Validation])
        {
            opened._held[split] = await opened.Hold(split).PersistAsync(cancellation).ConfigureAwait(false);
        }

        return opened;
    }

    /// <param name="products">Whether products of features are wanted beside the counts.</param>
    public async Task<FeatureSums> MeasureAsync(string split, bool products) => FeatureSums.Total(await RunAsync(
        split, FeatureStatisticsFunction.Name, new HeadOptions(_runKey, split, _classes, Gradient: products), FeatureSums.FromBatch).ConfigureAwait(false));

    /// <param name="weights">[classes, features + 1], the bias last.</param>
    public async Task<HeadSums> SumAsync(string split, double[] weights, bool gradient) => HeadSums.Total(await RunAsync(
        split,
        HeadGradientFunction.Name,
        new HeadOptions(_runKey, split, _classes, MemoryMarshal.AsBytes<double>(weights).ToArray(), gradient),
        HeadSums.FromBatch).ConfigureAwait(false));

    /// <summary>The training is done: workers drop what they hold.</summary>
    public async Task DropAsync()
    {
        if (!_engine.IsInProcess)
        {
            PartitionFunctionSpec drop = PartitionFunctionSpec.Create(DropFeaturesFunction.Name, new DropFeaturesOptions(_runKey));
            await foreach (RecordBatch _ in _held[Split.Train].MapPartitions(drop).CollectAsync(rows: null, _cancellation).ConfigureAwait(false))
            {
            }
        }
    }

    /// <summary>Frees what the engine and this process keep for this training.</summary>
    public async ValueTask DisposeAsync()
    {
        FeatureMatrices.End(_runKey);
        try
        {
            foreach (IDataset held in _held.Values)
            {
                await held.UnpersistAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (FashionSparkException)
        {
            // Two small rows a partition; what the training itself ended with matters more.
        }
    }

    private IDataset Hold(string split, IReadOnlyList<int>? only = null) => _engine
        .ReadDelta(new DeltaRead(_table.Path, _table.Version, HoldFeaturesFunction.InputColumns, new PartitionFilter(PreparedSchema.Split, [split])))
        .RepartitionById(_partitions, PreparedSchema.ImageId, only)
        .MapPartitions(PartitionFunctionSpec.Create(
            HoldFeaturesFunction.Name, new HoldFeaturesOptions(_runKey, split, _table.ViewCount, _table.FeatureCount, _classes, only)));

    /// <summary>One answer a partition in their order, whatever workers have forgotten meanwhile.</summary>
    private async Task<List<T>> RunAsync<T>(string split, string function, HeadOptions options, Func<RecordBatch, IEnumerable<T>> read)
        where T : IPartitionSums
    {
        List<T> parts = await CollectAsync(_held[split], function, options, read).ConfigureAwait(false);
        int[] lacking = [.. parts.Where(part => !part.IsHeld).Select(part => part.Partition)];
        if (lacking.Length > 0)
        {
            _progress.Note($"Features of partitions {string.Join(", ", lacking)} are sent again");
            parts.RemoveAll(part => !part.IsHeld);
            parts.AddRange(await CollectAsync(Hold(split, lacking), function, options, read).ConfigureAwait(false));
        }

        return parts.Count == _partitions && parts.All(part => part.IsHeld)
            ? [.. parts.OrderBy(part => part.Partition)]
            : throw new TrainingException($"{parts.Count(part => part.IsHeld)} of {_partitions} partitions answered '{function}'. Run the training again.");
    }

    private async Task<List<T>> CollectAsync<T>(IDataset held, string function, HeadOptions options, Func<RecordBatch, IEnumerable<T>> read)
    {
        List<T> parts = [];
        await foreach (RecordBatch batch in held.MapPartitions(PartitionFunctionSpec.Create(function, options))
            .CollectAsync(rows: null, _cancellation).ConfigureAwait(false))
        {
            parts.AddRange(read(batch));
        }

        return parts;
    }
}
