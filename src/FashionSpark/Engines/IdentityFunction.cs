using Apache.Arrow;

namespace FashionSpark.Engines;

/// <summary>
/// Partition function <c>identity</c>: hands every batch on as it came. What <c>doctor</c> sends through an engine to see
/// that it works, and what benchmarks measure an engine's own cost with.
/// </summary>
public sealed class IdentityFunction : IPartitionFunction
{
    public const string Name = "identity";

    public Schema OutputSchema(Schema input) => input;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return batch;
        }
    }
}
