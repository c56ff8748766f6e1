using System.Runtime.InteropServices;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// Partition function <c>head-gradient</c>: loss and exact gradient of a linear head over all features of the partition,
/// one row. The features are read in the first call; later calls leave the input alone.
/// </summary>
public sealed class HeadGradientFunction : IPartitionFunction
{
    public const string Name = "head-gradient";

    private readonly HeadGradientOptions _options;

    public HeadGradientFunction(HeadGradientOptions options) => _options = options;

    public Schema OutputSchema(Schema input)
    {
        input.Require(FeaturesSchema.Schema.GetFieldByName(PreparedSchema.ImageId), FeaturesSchema.Schema.GetFieldByName(PreparedSchema.Label), FeaturesSchema.Schema.GetFieldByName(FeaturesSchema.Features));
        return HeadSums.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        FeatureMatrix matrix = Features(_options, input, context);
        double[] weights = MemoryMarshal.Cast<byte, double>(_options.Weights).ToArray();
        yield return HeadKernel.Run(matrix, weights, _options.Classes, _options.Gradient, context.Cancellation).ToBatch();
    }

    internal static FeatureMatrix Features(HeadGradientOptions options, IEnumerable<RecordBatch> input, PartitionContext context) => FeatureMatrices.Get(
        (options.RunKey, options.Split, context.PartitionId),
        () => FeatureMatrix.Read(input, options.ViewCount, options.FeatureCount, options.Classes, context.Cancellation));
}
