using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>
/// Partition function <c>digest</c>: the id, split and label of every image of a source, without decoding it. The driver
/// finds images that are there twice before any work is spent on them.
/// </summary>
public sealed class DigestFunction : IPartitionFunction
{
    public const string Name = "digest";

    private readonly SplitRule _splits;
    private readonly HashSet<string>? _only;

    public DigestFunction(DigestOptions options)
    {
        _splits = options.Splits;
        _only = options.Only?.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The id is null where the bytes could not be read.</summary>
    public static Schema Schema { get; } = new(
        [
            new Field(PreparedSchema.ImageId, StringType.Default, nullable: true),
            new Field(PreparedSchema.Source, StringType.Default, nullable: false),
            new Field(PreparedSchema.Split, StringType.Default, nullable: true),
            new Field(PreparedSchema.Label, Int32Type.Default, nullable: false),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. SourceSchema.Schema.FieldsList]);
        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) => input.Select(Digest);

    private RecordBatch Digest(RecordBatch batch)
    {
        var rows = new SourceRows(batch);
        var ids = new StringArray.Builder();
        var sources = new StringArray.Builder();
        var splits = new StringArray.Builder();
        var labels = new List<int>(rows.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            string? id = rows.Content(row) is { } content ? ImageId.Compute(content.Span) : null;
            if (_only is not null && (id is null || !_only.Contains(id)))
            {
                continue;
            }

            labels.Add(rows.Label(row));
            ids.Append(id);
            sources.Append(rows.Source(row));
            splits.Append(id is null ? null : _splits.Resolve(rows.DeclaredSplit(row), id));
        }

        return new RecordBatch(
            Schema,
            [ids.Build(ManagedAllocator.Instance), sources.Build(ManagedAllocator.Instance), splits.Build(ManagedAllocator.Instance), ArrowColumns.Integers([.. labels])],
            labels.Count);
    }
}
