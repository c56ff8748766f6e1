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

    public PrepareFunction(PrepareFunctionOptions options)
    {
        _options = options;
        _normalizer = options.Image.CreateNormalizer();
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
        var pixels = new byte[rows.Count * _normalizer.Length];
        int count = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            string source = rows.Source(row);
            if (!IsWanted(rows, row, source) || ImageCheck.Find(rows, row, _normalizer, pixels.AsSpan(count * _normalizer.Length, _normalizer.Length)) is not null)
            {
                continue;
            }

            string id = ImageId.Compute(rows.Content(row)!.Value.Span);
            ids.Append(id);
            sources.Append(source);
            splits.Append(_options.Splits.Resolve(rows.DeclaredSplit(row), id));
            labels[count++] = rows.Label(row);
        }

        System.Array.Resize(ref labels, count);
        System.Array.Resize(ref pixels, count * _normalizer.Length);
        return new RecordBatch(
            PreparedSchema.Schema,
            [
                ids.Build(ManagedAllocator.Instance), sources.Build(ManagedAllocator.Instance), ArrowColumns.Integers(labels),
                Constant(_options.Image.Width, count), Constant(_options.Image.Height, count), Constant(_options.Image.Channels, count),
                ArrowColumns.Bytes(pixels, count), splits.Build(ManagedAllocator.Instance),
            ],
            count);
    }

    /// <summary>Asked before any decoding: hashing costs a hundredth of it.</summary>
    private bool IsWanted(SourceRows rows, int row, string source) =>
        !_leave.Contains(source) && (_only is null || (rows.Content(row) is { } content && _only.Contains(ImageId.Compute(content.Span))));

    private static Int32Array Constant(int value, int count)
    {
        var values = new int[count];
        System.Array.Fill(values, value);
        return ArrowColumns.Integers(values);
    }
}
