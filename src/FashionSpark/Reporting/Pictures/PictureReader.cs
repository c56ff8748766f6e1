using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models;
using FashionSpark.Pipeline;

namespace FashionSpark.Reporting;

/// <summary>Brings the pictures of mistakes from the prepared data set, drawn by the partitions that have them.</summary>
internal sealed class PictureReader
{
    private readonly IEngine _engine;
    private readonly string _model;
    private readonly List<string> _classes;

    /// <param name="engine">Where the data set is.</param>
    /// <param name="model">The model file.</param>
    /// <param name="classes">Its classes in order.</param>
    public PictureReader(IEngine engine, string model, IReadOnlyList<string> classes)
    {
        _engine = engine;
        _model = model;
        _classes = [.. classes];
    }

    /// <returns>The pictures that were found, and why others are missing. A report without them is still one, so no fault of the data ends it.</returns>
    public async Task<(IReadOnlyDictionary<string, ReportPicture> Pictures, string? Missing)> ReadAsync(
        string data, long? version, string split, MistakeList mistakes, CancellationToken cancellation)
    {
        var pictures = new Dictionary<string, ReportPicture>(StringComparer.Ordinal);
        Dictionary<string, int> wanted = mistakes.All.DistinctBy(mistake => mistake.ImageId).ToDictionary(mistake => mistake.ImageId, mistake => _classes.IndexOf(mistake.Class));
        if (wanted.Count == 0)
        {
            return (pictures, null);
        }

        try
        {
            DeltaTableInfo table = await PreparedData.DescribeAsync(_engine, data, version, cancellation).ConfigureAwait(false);
            var read = new DeltaRead(data, table.Version, PicturesFunction.InputColumns, new PartitionFilter(PreparedSchema.Split, [split]));
            var options = new PicturesOptions(wanted, Path.GetFullPath(_model), ModelFormats.HashOf(_model));
            IDataset drawn = _engine.ReadDelta(read).MapPartitions(PartitionFunctionSpec.Create(PicturesFunction.Name, options));
            await foreach (RecordBatch batch in drawn.CollectAsync(null, cancellation).ConfigureAwait(false))
            {
                PicturesFunction.Read(batch, pictures);
            }
        }
        catch (Exception e) when (e is FashionSparkException or IOException)
        {
            return (pictures, e.Message);
        }

        int missing = wanted.Count - pictures.Count;
        return (pictures, missing == 0 ? null : $"{missing} of these images are not in '{data}' any more.");
    }
}
