using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>
/// <c>train-round</c>: for every row of <see cref="HoldImagesFunction"/>, the round's optimiser steps from the round's
/// weights on the images that are held; a row of weights and sums, or of what is lacking here.
/// </summary>
internal sealed class TrainRoundFunction : IPartitionFunction
{
    public const string Name = "train-round";
    private readonly TrainRoundOptions _options;

    public TrainRoundFunction(TrainRoundOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => TrainRoundSchema.Schema;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) =>
        HeldPartitions.Each(input, _options, Split.Train, context, (session, partition) => [session.Run(_options, partition, context)]);
}
