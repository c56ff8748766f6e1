using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>Images of every split and class, and mean and deviation of every channel over the training split.</summary>
internal sealed class PreparedStatistics
{
    private readonly SortedDictionary<(string Split, int Label, int Channel), PixelSums> _sums;

    private PreparedStatistics(SortedDictionary<(string Split, int Label, int Channel), PixelSums> sums)
    {
        _sums = sums;
        int count = sums.Keys.Max(key => key.Channel) + 1;
        Channels = [.. Enumerable.Range(0, count).Select(channel => sums
            .Where(s => s.Key.Split == Split.Train && s.Key.Channel == channel)
            .Aggregate(default(PixelSums), (total, s) => total + s.Value))];
    }

    /// <summary>Of the training split; no images where there are none.</summary>
    public IReadOnlyList<PixelSums> Channels { get; }

    /// <summary>Pairs without images are not there.</summary>
    public IEnumerable<(string Split, int Label, long Images)> Images =>
        _sums.Where(s => s.Key.Channel == 0).Select(s => (s.Key.Split, s.Key.Label, s.Value.Images));

    /// <summary>Reads all pixels once.</summary>
    public static async Task<PreparedStatistics> MeasureAsync(WrittenRows rows, CancellationToken cancellation)
    {
        IDataset parts = rows([PreparedSchema.Label, PreparedSchema.Channels, PreparedSchema.Pixels, PreparedSchema.Split])
            .MapPartitions(PartitionFunctionSpec.Create(PixelStatisticsFunction.Name, new PixelStatisticsOptions()));
        var sums = new SortedDictionary<(string, int, int), PixelSums>();
        await foreach (RecordBatch batch in parts.CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            for (int row = 0; row < batch.Length; row++)
            {
                (string, int, int) key = (
                    batch.Column<StringArray>("split").GetString(row),
                    batch.Column<Int32Array>("label").GetValue(row)!.Value,
                    batch.Column<Int32Array>("channel").GetValue(row)!.Value);
                long Value(string column) => batch.Column<Int64Array>(column).GetValue(row)!.Value;
                sums[key] = sums.GetValueOrDefault(key) + new PixelSums(Value("images"), Value("values"), Value("sum"), Value("sum_squares"));
            }
        }

        return new PreparedStatistics(sums);
    }
}
