using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary><c>compare-weights</c>: loss and hits of several models over the same few images of the partition, a row a model.</summary>
internal sealed class CompareWeightsFunction : IPartitionFunction
{
    public const string Name = "compare-weights";
    private readonly TrainRoundOptions _options;

    public CompareWeightsFunction(TrainRoundOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => PreparedColumns.Check(Name, input, TrainRoundSchema.Schema);

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        TorchThreads.Use(context.Threads);
        TrainSession session = TrainSessions.Get(
            _options.RunKey,
            Split.Validation,
            context.PartitionId,
            () => PartitionImages.Read(input, _options, context.Cancellation));
        return session.Compare(_options, context).Select(TrainRoundSchema.ToBatch);
    }
}
