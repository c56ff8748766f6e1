using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>
/// Partition function <c>quarantine</c>: a row with the reason for every image that cannot be used. Only suspects, and
/// files that could not be read at all, are decoded again.
/// </summary>
public sealed class QuarantineFunction : IPartitionFunction
{
    public const string Name = "quarantine";

    private readonly ImageNormalizer _normalizer;
    private readonly HashSet<string> _suspects;

    public QuarantineFunction(QuarantineOptions options, ImageDecoders decoders)
    {
        _normalizer = options.Image.CreateNormalizer(decoders);
        _suspects = options.Suspects.ToHashSet(StringComparer.Ordinal);
    }

    public static Schema Schema { get; } = new(
        [
            new Field("source", StringType.Default, nullable: false),
            new Field("content_hash", StringType.Default, nullable: true),
            new Field("reason", StringType.Default, nullable: false),
            new Field("message", StringType.Default, nullable: false),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. SourceSchema.Schema.FieldsList]);
        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var rows = new SourceRows(batch);
            var found = new List<object?[]>();
            for (int row = 0; row < rows.Count; row++)
            {
                string? id = rows.Content(row) is { } content ? ImageId.Compute(content.Span) : null;
                if ((id is null || _suspects.Contains(id)) && ImageCheck.Find(rows, row, _normalizer, out _) is { } problem)
                {
                    found.Add([rows.Source(row), id, problem.Reason, problem.Message]);
                }
            }

            yield return RowBatch.Create(Schema, found);
        }
    }
}
