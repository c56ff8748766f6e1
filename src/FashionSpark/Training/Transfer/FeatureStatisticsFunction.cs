using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>Partition function <c>feature-statistics</c>: sums of every feature and of products of two, images of every class, one row.</summary>
public sealed class FeatureStatisticsFunction : IPartitionFunction
{
    public const string Name = "feature-statistics";

    private readonly HeadGradientOptions _options;

    public FeatureStatisticsFunction(HeadGradientOptions options) => _options = options;

    public Schema OutputSchema(Schema input)
    {
        new HeadGradientFunction(_options).OutputSchema(input);
        return FeatureSums.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        yield return FeatureSums.Of(HeadGradientFunction.Features(_options, input, context), _options.Classes, _options.Gradient, context.Cancellation).ToBatch();
    }
}
