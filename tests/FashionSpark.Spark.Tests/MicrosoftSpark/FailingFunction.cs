using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Spark.Tests.MicrosoftSpark;

/// <summary>Fails at every row.</summary>
internal sealed class FailingFunction : IPartitionFunction
{
    public const string Name = "failing";

    public Schema OutputSchema(Schema input) => input;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch batch in input)
        {
            throw new InvalidInputException($"{batch.Length} row is too many.");
        }

        yield break;
    }
}
