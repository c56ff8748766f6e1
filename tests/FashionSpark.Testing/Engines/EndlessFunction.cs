using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Testing.Engines;

/// <summary>One row after the other, without end.</summary>
internal sealed class EndlessFunction : IPartitionFunction
{
    public Schema OutputSchema(Schema input) => input;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        while (true)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return TestFunctions.Rows(1);
        }
    }
}
