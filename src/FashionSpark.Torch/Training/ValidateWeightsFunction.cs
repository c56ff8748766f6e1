using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>
/// <c>validate-weights</c>: for every row of <see cref="HoldImagesFunction"/>, loss and hits of the given weights over the
/// images that are held, one row.
/// </summary>
internal sealed class ValidateWeightsFunction : IPartitionFunction
{
    public const string Name = "validate-weights";
    private readonly TrainRoundOptions _options;

    public ValidateWeightsFunction(TrainRoundOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => TrainRoundSchema.Schema;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) =>
        HeldPartitions.Each(input, _options, Split.Validation, context, (session, partition) => [session.Evaluate(_options, partition, context)]);
}
