using System.Runtime.InteropServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>The driver's side of the head's partition functions.</summary>
internal sealed class HeadPartitions : IDisposable
{
    private readonly HeadGradientOptions _options;
    private readonly Dictionary<string, IDataset> _splits;
    private readonly CancellationToken _cancellation;

    /// <param name="runKey">Under which partitions keep features; of no other training.</param>
    public HeadPartitions(IEngine engine, FeatureTable table, int partitions, int classes, string runKey, CancellationToken cancellation)
    {
        _options = new HeadGradientOptions(runKey, "", table.ViewCount, table.FeatureCount, classes);
        _cancellation = cancellation;
        _splits = ((string[])[Split.Train, Split.Validation]).ToDictionary(split => split, split => engine
            .ReadDelta(new DeltaRead(
                table.Path, table.Version, [PreparedSchema.ImageId, PreparedSchema.Label, FeaturesSchema.Features], new PartitionFilter(PreparedSchema.Split, [split])))
            .RepartitionById(partitions, PreparedSchema.ImageId));
    }

    /// <param name="products">Whether products of features are wanted beside the counts.</param>
    public async Task<FeatureSums> MeasureAsync(string split, bool products) => FeatureSums.Total(
        await CollectAsync(split, FeatureStatisticsFunction.Name, _options with { Gradient = products }, FeatureSums.FromBatch).ConfigureAwait(false));

    /// <param name="weights">[classes, features + 1], the bias last.</param>
    public async Task<HeadSums> SumAsync(string split, double[] weights, bool gradient) => HeadSums.Total(await CollectAsync(
        split, HeadGradientFunction.Name, _options with { Weights = MemoryMarshal.AsBytes<double>(weights).ToArray(), Gradient = gradient }, HeadSums.FromBatch).ConfigureAwait(false));

    /// <summary>Frees what the partitions hold in this process.</summary>
    public void Dispose() => FeatureMatrices.End(_options.RunKey);

    private async Task<List<T>> CollectAsync<T>(string split, string function, HeadGradientOptions options, Func<RecordBatch, IEnumerable<T>> read)
    {
        List<T> parts = [];
        IDataset rows = _splits[split].MapPartitions(PartitionFunctionSpec.Create(function, options with { Split = split }));
        await foreach (RecordBatch batch in rows.CollectAsync(rows: null, _cancellation).ConfigureAwait(false))
        {
            parts.AddRange(read(batch));
        }

        return parts;
    }
}
