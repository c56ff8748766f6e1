using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline;

namespace FashionSpark.MachineLearning;

/// <summary>
/// Brings the features of a data set to the driver, computed by the engine's partitions. The rows are in the order of
/// image ids, so the same images train the same model in every engine and partitioning.
/// </summary>
internal sealed class FeatureCollector
{
    private readonly IEngine _engine;
    private readonly DeltaTableInfo _data;
    private readonly int _classes;

    public FeatureCollector(IEngine engine, DeltaTableInfo data, int classes)
    {
        _engine = engine;
        _data = data;
        _classes = classes;
    }

    /// <returns>Features of the training and of the validation split; that may be empty.</returns>
    /// <exception cref="DatasetException">No labelled training image, or a label outside the classes.</exception>
    public async Task<(FeatureMatrix Train, FeatureMatrix Validation)> CollectAsync(
        Func<double, HogFeaturesOptions> options, IRunProgress progress, CancellationToken cancellation)
    {
        (long train, long validation) = await CountAsync(cancellation).ConfigureAwait(false);
        if (train == 0)
        {
            throw new DatasetException($"The data set '{_data.Path}' version {_data.Version} has no labelled images in its split '{Split.Train}'.");
        }

        double share = Math.Min(1, (double)BaselineRecipe.MostImages / train);
        if (share < 1)
        {
            progress.Note($"The baseline learns from {share:P0} of {train:N0} training images.");
        }

        var rows = new Dictionary<string, List<(string Id, int Label, byte[] Features)>> { [Split.Train] = [], [Split.Validation] = [] };
        IDataset features = Read(HogFeaturesFunction.InputColumns).MapPartitions(PartitionFunctionSpec.Create(HogFeaturesFunction.Name, options(share)));
        using (IStageProgress bar = progress.Begin("features", (train * share) + validation, "images"))
        {
            await foreach (RecordBatch batch in features.CollectAsync(bar, cancellation).ConfigureAwait(false))
            {
                Add(batch, rows);
            }
        }

        return (ToMatrix(rows[Split.Train]), ToMatrix(rows[Split.Validation]));
    }

    private async Task<(long Train, long Validation)> CountAsync(CancellationToken cancellation)
    {
        long train = 0;
        long validation = 0;
        await foreach (RecordBatch batch in Read([PreparedSchema.Label, PreparedSchema.Split]).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
            StringArray splits = batch.Column<StringArray>(PreparedSchema.Split);
            for (int row = 0; row < batch.Length; row++)
            {
                int known = labels.GetValue(row) >= 0 ? 1 : 0;
                train += splits.GetString(row) == Split.Train ? known : 0;
                validation += splits.GetString(row) == Split.Validation ? known : 0;
            }
        }

        return (train, validation);
    }

    private IDataset Read(IReadOnlyList<string> columns) => _engine.ReadDelta(
        new DeltaRead(_data.Path, _data.Version, columns, new PartitionFilter(PreparedSchema.Split, [Split.Train, Split.Validation])));

    private void Add(RecordBatch batch, Dictionary<string, List<(string Id, int Label, byte[] Features)>> rows)
    {
        StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
        StringArray splits = batch.Column<StringArray>(PreparedSchema.Split);
        Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
        BinaryArray features = batch.Column<BinaryArray>(HogFeaturesFunction.Features);
        for (int row = 0; row < batch.Length; row++)
        {
            int label = labels.GetValue(row)!.Value;
            if (label >= _classes)
            {
                throw new DatasetException($"Image {ids.GetString(row)} has label {label}, but the data set has {_classes} classes. Prepare it again.");
            }

            rows[splits.GetString(row)].Add((ids.GetString(row), label, features.GetBytes(row).ToArray()));
        }
    }

    private static FeatureMatrix ToMatrix(List<(string Id, int Label, byte[] Features)> rows)
    {
        rows.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        int width = rows.Count == 0 ? 0 : rows[0].Features.Length;
        var features = new byte[rows.Count * width];
        for (int i = 0; i < rows.Count; i++)
        {
            rows[i].Features.CopyTo(features, i * width);
            rows[i] = rows[i] with { Features = [] };
        }

        return new FeatureMatrix(features, rows.Select(row => row.Label).ToArray(), width);
    }
}
