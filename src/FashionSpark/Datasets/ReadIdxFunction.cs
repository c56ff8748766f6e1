using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>
/// Partition function <c>read-idx</c>: rows that name a range of an IDX pair become the images of that range. An image
/// travels as an IDX file of its own, of two dimensions, so that it meets the decoders like any other image.
/// </summary>
public sealed class ReadIdxFunction : IPartitionFunction
{
    public const string Name = "read-idx";

    private readonly ReadIdxOptions _options;

    public ReadIdxFunction(ReadIdxOptions options) => _options = options;

    /// <summary>Columns of the rows that name ranges.</summary>
    public static Schema RangeSchema { get; } = new(
        [
            new Field("split", StringType.Default, nullable: false),
            new Field("images", StringType.Default, nullable: false),
            new Field("labels", StringType.Default, nullable: false),
            new Field("start", Int32Type.Default, nullable: false),
            new Field("count", Int32Type.Default, nullable: false),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. RangeSchema.FieldsList]);
        return SourceSchema.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch ranges in input)
        {
            for (int row = 0; row < ranges.Length; row++)
            {
                string split = ranges.Column<StringArray>("split").GetString(row);
                string images = ranges.Column<StringArray>("images").GetString(row);
                string labels = ranges.Column<StringArray>("labels").GetString(row);
                int start = ranges.Column<Int32Array>("start").GetValue(row)!.Value;
                int count = ranges.Column<Int32Array>("count").GetValue(row)!.Value;
                foreach (RecordBatch batch in ReadRange(split, images, labels, start, count, context))
                {
                    yield return batch;
                }
            }
        }
    }

    private IEnumerable<RecordBatch> ReadRange(string split, string images, string labels, int start, int count, PartitionContext context)
    {
        using IdxFile labelFile = IdxFile.Open(labels);
        byte[] allLabels = IdxPair.ReadLabels(labelFile, labels, _options.Classes);
        using IdxFile file = IdxFile.Open(images);
        byte[] head = new IdxHeader([.. file.Header.Dimensions.Skip(1)]).ToBytes();
        string name = Path.GetFileName(images);
        file.Skip(start);
        for (int first = start; first < start + count; first += _options.BatchRows)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return ReadBatch(file, head, name, split, allLabels, first, Math.Min(_options.BatchRows, start + count - first));
        }

        if (start + count == file.Header.Count)
        {
            file.ExpectEnd();
        }
    }

    private static RecordBatch ReadBatch(IdxFile file, byte[] head, string name, string split, byte[] labels, int first, int rows)
    {
        int itemLength = file.Header.ItemLength;
        int length = head.Length + itemLength;
        var contents = new byte[rows * length];
        var sources = new StringArray.Builder();
        var splits = new StringArray.Builder();
        var labelValues = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            head.CopyTo(contents, i * length);
            file.ReadFully(contents.AsSpan((i * length) + head.Length, itemLength));
            sources.Append($"{name}#{first + i}");
            splits.Append(split);
            labelValues[i] = labels[first + i];
        }

        return new RecordBatch(
            SourceSchema.Schema,
            [sources.Build(ManagedAllocator.Instance), splits.Build(ManagedAllocator.Instance), ArrowColumns.Integers(labelValues), ArrowColumns.Bytes(contents, rows)],
            rows);
    }
}
