using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>
/// <c>compare-weights</c>: for every row of <see cref="HoldImagesFunction"/>, loss and hits of several models over the same
/// few images that are held, a row a model.
/// </summary>
internal sealed class CompareWeightsFunction : IPartitionFunction
{
    public const string Name = "compare-weights";
    private readonly TrainRoundOptions _options;

    public CompareWeightsFunction(TrainRoundOptions options) => _options = options;

    public Schema OutputSchema(Schema input) => TrainRoundSchema.Schema;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) =>
        HeldPartitions.Each(input, _options, Split.Validation, context, (session, _) => session.Compare(_options, context));
}
