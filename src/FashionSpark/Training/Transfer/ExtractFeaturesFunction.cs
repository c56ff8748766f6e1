using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models.Backbones;

namespace FashionSpark.Training.Transfer;

/// <summary>Partition function <c>extract-features</c>: prepared images become rows of <see cref="FeaturesSchema"/>.</summary>
public sealed class ExtractFeaturesFunction : IPartitionFunction
{
    public const string Name = "extract-features";

    /// <summary>
    /// Pictures that go through the network at a time, each in all its views: 4 x 4 views of 224 x 224 want 50 MB for the
    /// largest activations of EfficientNet-Lite0. More are no faster.
    /// </summary>
    private const int BatchSize = 4;

    private readonly ExtractFeaturesOptions _options;

    public ExtractFeaturesFunction(ExtractFeaturesOptions options) => _options = options;

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } =
        [PreparedSchema.ImageId, PreparedSchema.Label, .. PreparedPictures.Columns, PreparedSchema.Split];

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. InputColumns.Select(PreparedSchema.Schema.GetFieldByName)]);
        return FeaturesSchema.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        FeatureExtractor extractor = FeatureExtractors.Get(_options.Backbone, context.Threads);
        int size = _options.Backbone.Input.Size;
        var views = new PictureViews(size, size, BackboneInput.Channels, _options.Views);
        byte[] pixels = [];
        foreach (RecordBatch batch in input)
        {
            // A call's rows at a time, so that progress shows and a reader waits for seconds, not for a whole batch.
            for (int first = 0; first < batch.Length; first += BatchSize)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                RecordBatch part = batch.Slice(first, Math.Min(BatchSize, batch.Length - first));
                yield return Extract(part, extractor, views, ref pixels);
            }
        }
    }

    private RecordBatch Extract(RecordBatch batch, FeatureExtractor extractor, PictureViews views, ref byte[] pixels)
    {
        StringArray ids = batch.Column<StringArray>(PreparedSchema.ImageId);
        int length = _options.ViewCount() * _options.Backbone.FeatureCount;
        var features = new float[batch.Length * length];
        extractor.Run(new PreparedPictures(batch).Views(views, 0, batch.Length, ref pixels), batch.Length * views.Count, features);
        for (int row = 0; row < batch.Length; row++)
        {
            if (!float.IsFinite(TensorPrimitives.SumOfMagnitudes(features.AsSpan(row * length, length))))
            {
                throw new TrainingException(
                    $"Backbone '{_options.Backbone.Label}' gives features that are no numbers for image {ids.GetString(row)}. Check its scaling (--backbone-mean, --backbone-scale), or use another backbone.");
            }
        }

        return new RecordBatch(
            FeaturesSchema.Schema,
            [
                ids, batch.Column<Int32Array>(PreparedSchema.Label),
                ArrowColumns.Bytes(MemoryMarshal.AsBytes<float>(features).ToArray(), batch.Length), batch.Column<StringArray>(PreparedSchema.Split),
            ],
            batch.Length);
    }
}
