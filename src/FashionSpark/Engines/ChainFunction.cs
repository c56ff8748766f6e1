using Apache.Arrow;
using FashionSpark.Engines.Local;

namespace FashionSpark.Engines;

/// <summary>
/// Partition function <c>chain</c>: several functions one after the other on the same partition. An engine that sends
/// rows to a worker process makes one trip of them instead of one each.
/// </summary>
public sealed class ChainFunction : IPartitionFunction
{
    public const string Name = "chain";

    private readonly IReadOnlyList<PartitionFunctionSpec> _functions;
    private readonly PartitionFunctionRegistry _registry;

    public ChainFunction(ChainOptions options, PartitionFunctionRegistry registry)
    {
        _functions = [.. options.Functions.Select(link => new PartitionFunctionSpec(link.Name, link.Options))];
        _registry = registry;
    }

    /// <summary>One spec that does what these do; a single one stays as it is.</summary>
    public static PartitionFunctionSpec Of(IReadOnlyList<PartitionFunctionSpec> functions) => functions.Count == 1
        ? functions[0]
        : PartitionFunctionSpec.Create(Name, new ChainOptions([.. functions.Select(function => new ChainLink(function.Name, function.Options))]));

    public Schema OutputSchema(Schema input) =>
        _functions.Aggregate(input, (schema, function) => _registry.Create(function).OutputSchema(schema));

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) =>
        _functions.Aggregate(input, (batches, function) => MappedPartition.Over(_ => batches, function, _registry)(context));
}
