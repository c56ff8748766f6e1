using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>
/// <c>train-round</c>: takes the round's weights, makes the round's optimiser steps on the partition's own images and
/// returns weights and sums, one row. The images are read in the first round; later rounds leave the input alone.
/// </summary>
internal sealed class TrainRoundFunction : IPartitionFunction
{
    public const string Name = "train-round";
    private readonly TrainRoundOptions _options;

    public TrainRoundFunction(TrainRoundOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => PreparedColumns.Check(Name, input, TrainRoundSchema.Schema);

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        TorchThreads.Use(context.Threads);
        TrainSession session = TrainSessions.Get(
            _options.RunKey,
            Split.Train,
            context.PartitionId,
            () => PartitionImages.Read(input, _options, context.Cancellation));
        yield return TrainRoundSchema.ToBatch(session.Run(_options, context.PartitionId, context));
    }
}
