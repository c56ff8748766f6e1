using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Images.Features;

namespace FashionSpark.MachineLearning;

/// <summary>Partition function <c>hog-features</c>: labelled prepared images become rows of id, split, label and <see cref="HogFeatures"/>.</summary>
public sealed class HogFeaturesFunction : IPartitionFunction
{
    public const string Name = "hog-features";
    public const string Features = "features";

    /// <summary>Parts in which the training images are counted to take a share of them.</summary>
    private const int Parts = 1 << 16;

    private readonly HogFeaturesOptions _options;
    private readonly PictureViews _views;
    private readonly HogFeatures _features;

    public HogFeaturesFunction(HogFeaturesOptions options)
    {
        _options = options;
        _views = new PictureViews(options.Width, options.Height, options.Channels, options.Views);
        _features = new HogFeatures(options.Width, options.Height, options.Channels);
    }

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } =
        [PreparedSchema.ImageId, PreparedSchema.Label, .. PreparedPictures.Columns, PreparedSchema.Split];

    public static Schema Schema { get; } = new(
        [
            PreparedSchema.Schema.GetFieldByName(PreparedSchema.ImageId),
            PreparedSchema.Schema.GetFieldByName(PreparedSchema.Split),
            PreparedSchema.Schema.GetFieldByName(PreparedSchema.Label),
            new Field(Features, BinaryType.Default, nullable: false),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. InputColumns.Select(PreparedSchema.Schema.GetFieldByName)]);
        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        var view = new byte[_views.Length];
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return Describe(batch, view);
        }
    }

    private RecordBatch Describe(RecordBatch batch, byte[] view)
    {
        var pictures = new PreparedPictures(batch);
        StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
        StringArray splits = batch.Column<StringArray>(PreparedSchema.Split);
        Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
        var rows = new List<object?[]>(batch.Length);
        for (int row = 0; row < batch.Length; row++)
        {
            string id = ids.GetString(row);
            string split = splits.GetString(row);
            int label = labels.GetValue(row) ?? -1;
            if (label < 0 || (split == Split.Train && ImageId.Bucket(id, Parts) >= _options.TrainShare * Parts))
            {
                continue;
            }

            _views.Write(pictures[row], view);
            var features = new byte[_features.Length];
            _features.Compute(view, features);
            rows.Add([id, split, label, features]);
        }

        return RowBatch.Create(Schema, rows);
    }
}
