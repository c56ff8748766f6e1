using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary><c>validate-weights</c>: loss and hits of the given weights over the partition's images, one row.</summary>
internal sealed class ValidateWeightsFunction : IPartitionFunction
{
    public const string Name = "validate-weights";
    private readonly TrainRoundOptions _options;

    public ValidateWeightsFunction(TrainRoundOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => PreparedColumns.Check(Name, input, TrainRoundSchema.Schema);

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        TorchThreads.Use(context.Threads);
        TrainSession session = TrainSessions.Get(
            _options.RunKey,
            Split.Validation,
            context.PartitionId,
            () => PartitionImages.Read(input, _options, context.Cancellation));
        yield return TrainRoundSchema.ToBatch(session.Evaluate(_options, context.PartitionId, context));
    }
}
