using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>Partition function <c>feature-statistics</c>, over rows of <see cref="HoldFeaturesFunction"/>: sums of every feature and of products of two, images of every class.</summary>
public sealed class FeatureStatisticsFunction : IPartitionFunction
{
    public const string Name = "feature-statistics";

    private readonly HeadOptions _options;

    public FeatureStatisticsFunction(HeadOptions options) => _options = options;

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. HoldFeaturesFunction.Schema.FieldsList]);
        return FeatureSums.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach ((int partition, FeatureMatrix? features) in HoldFeaturesFunction.Held(input, _options, context))
        {
            FeatureSums sums = features is null
                ? FeatureSums.Lacking(partition)
                : FeatureSums.Of(features, _options.Classes, _options.Gradient, context.Cancellation);
            yield return (sums with { Partition = partition }).ToBatch();
        }
    }
}
