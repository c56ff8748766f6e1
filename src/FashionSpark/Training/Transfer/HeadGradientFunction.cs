using System.Runtime.InteropServices;
using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// Partition function <c>head-gradient</c>: for every row of <see cref="HoldFeaturesFunction"/>, loss and exact gradient of a
/// linear head over all features of that partition.
/// </summary>
public sealed class HeadGradientFunction : IPartitionFunction
{
    public const string Name = "head-gradient";

    private readonly HeadOptions _options;

    public HeadGradientFunction(HeadOptions options) => _options = options;

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. HoldFeaturesFunction.Schema.FieldsList]);
        return HeadSums.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        double[] weights = MemoryMarshal.Cast<byte, double>(_options.Weights).ToArray();
        foreach ((int partition, FeatureMatrix? features) in HoldFeaturesFunction.Held(input, _options, context))
        {
            HeadSums sums = features is null
                ? HeadSums.Lacking(partition)
                : HeadKernel.Run(features, weights, _options.Classes, _options.Gradient, context.Cancellation);
            yield return (sums with { Partition = partition }).ToBatch();
        }
    }
}
