using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Testing.Engines;

/// <summary>Changes each batch for itself and keeps its columns.</summary>
internal sealed class BatchFunction(Func<RecordBatch, PartitionContext, RecordBatch> map) : IPartitionFunction
{
    public Schema OutputSchema(Schema input) => input;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) => input.Select(batch => map(batch, context));
}
