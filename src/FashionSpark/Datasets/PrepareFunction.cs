using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>
/// Partition function <c>prepare</c>: images of a source become rows of <see cref="PreparedSchema"/>. An image that
/// cannot be used gives no row; <see cref="QuarantineFunction"/> says why, when the counts show that some are missing.
/// </summary>
public sealed class PrepareFunction : IPartitionFunction
{
    public const string Name = "prepare";

    private readonly PrepareFunctionOptions _options;
    private readonly ImageNormalizer _normalizer;
    private readonly HashSet<string> _leave;
    private readonly HashSet<string>? _only;

    public PrepareFunction(PrepareFunctionOptions options, ImageDecoders decoders)
    {
        _options = options;
        _normalizer = options.Image.CreateNormalizer(decoders);
        _leave = options.Leave.ToHashSet(StringComparer.Ordinal);
        _only = options.Only?.ToHashSet(StringComparer.Ordinal);
    }

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. SourceSchema.Schema.FieldsList]);
        return PreparedSchema.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return Prepare(new SourceRows(batch), context.Cancellation);
        }
    }

    private RecordBatch Prepare(SourceRows rows, CancellationToken cancellation)
    {
        var ids = new StringArray.Builder();
        var sources = new StringArray.Builder();
        var splits = new StringArray.Builder();
        var labels = new int[rows.Count];
        var pictures = new List<PixelImage>(rows.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            string source = rows.Source(row);
            if (!IsWanted(rows, row, source) || ImageCheck.Find(rows, row, _normalizer, out PixelImage picture) is not null)
            {
                continue;
            }

            string id = ImageId.Compute(rows.Content(row)!.Value.Span);
            ids.Append(id);
            sources.Append(source);
            splits.Append(_options.Splits.Resolve(rows.DeclaredSplit(row), id));
            labels[pictures.Count] = rows.Label(row);
            pictures.Add(picture);
        }

        System.Array.Resize(ref labels, pictures.Count);
        return new RecordBatch(
            PreparedSchema.Schema,
            [
                ids.Build(ManagedAllocator.Instance), sources.Build(ManagedAllocator.Instance), ArrowColumns.Integers(labels),
                ArrowColumns.Integers([.. pictures.Select(picture => picture.Width)]),
                ArrowColumns.Integers([.. pictures.Select(picture => picture.Height)]),
                ArrowColumns.Integers([.. pictures.Select(picture => picture.Channels)]),
                ArrowColumns.Bytes([.. pictures.Select(picture => picture.Pixels)]), splits.Build(ManagedAllocator.Instance),
            ],
            pictures.Count);
    }

    /// <summary>Asked before any decoding: hashing costs a hundredth of it.</summary>
    private bool IsWanted(SourceRows rows, int row, string source) =>
        !_leave.Contains(source) && (_only is null || (rows.Content(row) is { } content && _only.Contains(ImageId.Compute(content.Span))));
}
