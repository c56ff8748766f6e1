using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>Partition function <c>drop-features</c>: a training has ended; what this worker and machine hold of it goes. Gives no rows.</summary>
public sealed class DropFeaturesFunction : IPartitionFunction
{
    public const string Name = "drop-features";

    private readonly DropFeaturesOptions _options;

    public DropFeaturesFunction(DropFeaturesOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => input;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        FeatureMatrices.End(_options.RunKey);
        if (context.LocalFolder is { } folder)
        {
            ExecutorFiles.Drop(folder, _options.RunKey);
        }

        return [];
    }
}
