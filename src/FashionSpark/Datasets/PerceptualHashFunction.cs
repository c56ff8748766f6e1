using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>Partition function <c>perceptual-hash</c>: id, split and <see cref="PerceptualHash"/> of prepared images.</summary>
public sealed class PerceptualHashFunction : IPartitionFunction
{
    public const string Name = "perceptual-hash";

    public const string Hash = "hash";

    /// <summary>Columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } =
        [PreparedSchema.ImageId, PreparedSchema.Width, PreparedSchema.Height, PreparedSchema.Channels, PreparedSchema.Pixels, PreparedSchema.Split];

    public static Schema Schema { get; } = new(
        [
            PreparedSchema.Schema.GetFieldByName(PreparedSchema.ImageId),
            PreparedSchema.Schema.GetFieldByName(PreparedSchema.Split),
            new Field(Hash, Int64Type.Default, nullable: false),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. InputColumns.Select(PreparedSchema.Schema.GetFieldByName)]);
        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        var hash = new PerceptualHash();
        foreach (RecordBatch batch in input)
        {
            Int32Array widths = batch.Column<Int32Array>(PreparedSchema.Width);
            Int32Array heights = batch.Column<Int32Array>(PreparedSchema.Height);
            Int32Array channels = batch.Column<Int32Array>(PreparedSchema.Channels);
            BinaryArray pixels = batch.Column<BinaryArray>(PreparedSchema.Pixels);
            var hashes = new Int64Array.Builder().Reserve(batch.Length);
            for (int row = 0; row < batch.Length; row++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                hashes.Append((long)hash.Compute(pixels.GetBytes(row), widths.GetValue(row)!.Value, heights.GetValue(row)!.Value, channels.GetValue(row)!.Value));
            }

            yield return new RecordBatch(
                Schema,
                [batch.Column<StringArray>(PreparedSchema.ImageId), batch.Column<StringArray>(PreparedSchema.Split), hashes.Build(ManagedAllocator.Instance)],
                batch.Length);
        }
    }
}
