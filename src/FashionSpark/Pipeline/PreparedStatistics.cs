using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>Measures a prepared data set and sets the properties that declare it whole.</summary>
internal sealed class PreparedStatistics
{
    private readonly PipelineContext _context;

    public PreparedStatistics(PipelineContext context) => _context = context;

    /// <summary>Returns the version with the properties, and the images of each split.</summary>
    public async Task<(long Version, IReadOnlyDictionary<string, long> ImagesPerSplit)> FinishAsync(
        string path, long version, IReadOnlyList<string> classes, ImageOptions image, string preprocessing, CancellationToken cancellation)
    {
        SortedDictionary<(string Split, int Label, int Channel), PixelSums> sums = await MeasureAsync(path, version, cancellation).ConfigureAwait(false);
        PixelSums[] channels = [.. Enumerable.Range(0, image.Channels).Select(channel => sums
            .Where(s => s.Key.Split == Split.Train && s.Key.Channel == channel)
            .Aggregate(default(PixelSums), (total, s) => total + s.Value))];
        if (channels[0].Images == 0)
        {
            throw new DatasetException($"'{path}' has no training images, so nothing can be learned from it. Check the source and the shares of the splits.");
        }

        var properties = new PreparedProperties(
            classes, image.Width, image.Height, image.Channels, preprocessing,
            [.. channels.Select(c => c.Mean)], [.. channels.Select(c => c.StandardDeviation)]);
        long final = await SetPropertiesAsync(path, properties, cancellation).ConfigureAwait(false);
        await WriteRowsAsync(path, final, classes, sums, channels, cancellation).ConfigureAwait(false);
        return (final, sums.Where(s => s.Key.Channel == 0).GroupBy(s => s.Key.Split).ToDictionary(g => g.Key, g => g.Sum(s => s.Value.Images)));
    }

    private async Task<SortedDictionary<(string Split, int Label, int Channel), PixelSums>> MeasureAsync(
        string path, long version, CancellationToken cancellation)
    {
        var read = new DeltaRead(path, version, [PreparedSchema.Label, PreparedSchema.Channels, PreparedSchema.Pixels, PreparedSchema.Split]);
        IDataset parts = _context.Engine.ReadDelta(read).MapPartitions(PartitionFunctionSpec.Create(PixelStatisticsFunction.Name, new PixelStatisticsOptions()));
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

        return sums;
    }

    /// <summary>A repeated stage finds the properties there and adds no version.</summary>
    private async Task<long> SetPropertiesAsync(string path, PreparedProperties properties, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> wanted = properties.ToTableProperties();
        DeltaTableInfo table = (await _context.Engine.DescribeDeltaAsync(path, null, cancellation).ConfigureAwait(false))!;
        return wanted.All(p => table.Properties.GetValueOrDefault(p.Key) == p.Value)
            ? table.Version
            : await _context.Engine.SetDeltaPropertiesAsync(path, wanted, cancellation).ConfigureAwait(false);
    }

    private Task WriteRowsAsync(
        string path, long version, IReadOnlyList<string> classes, SortedDictionary<(string Split, int Label, int Channel), PixelSums> sums,
        PixelSums[] channels, CancellationToken cancellation)
    {
        DateTimeOffset now = _context.Time.GetUtcNow();
        var rows = new List<object?[]>();
        void Add(string split, string? name, int? channel, PixelSums s) => rows.Add(
            [_context.RunId, path, version, split, name, channel, s.Images, channel is null ? null : s.Mean, channel is null ? null : s.StandardDeviation, now]);

        foreach (((string split, int label, int channel), PixelSums s) in sums.Where(s => s.Key.Channel == 0))
        {
            Add(split, classes[label], null, s);
        }

        for (int channel = 0; channel < channels.Length; channel++)
        {
            Add(Split.Train, null, channel, channels[channel]);
        }

        return new ResultWriter(_context).AppendAsync(
            ResultTables.DatasetStatistics, ResultTables.DatasetStatisticsSchema, $"{_context.RunId}:{PrepareStage.Name}", rows, cancellation);
    }
}
