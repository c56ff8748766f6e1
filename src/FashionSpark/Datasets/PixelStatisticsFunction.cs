using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>
/// Partition function <c>pixel-statistics</c>: counts, sums and sums of squares of prepared pixels, a row for each
/// split, label and channel of the partition. Whole numbers, so that merging is exact in any order.
/// </summary>
public sealed class PixelStatisticsFunction : IPartitionFunction
{
    public const string Name = "pixel-statistics";

    public static Schema Schema { get; } = new(
        [
            new Field("split", StringType.Default, nullable: false),
            new Field("label", Int32Type.Default, nullable: false),
            new Field("channel", Int32Type.Default, nullable: false),
            new Field("images", Int64Type.Default, nullable: false),
            new Field("values", Int64Type.Default, nullable: false),
            new Field("sum", Int64Type.Default, nullable: false),
            new Field("sum_squares", Int64Type.Default, nullable: false),
        ],
        metadata: null);

    public Schema OutputSchema(Schema input)
    {
        foreach (string column in (string[])[PreparedSchema.Split, PreparedSchema.Label, PreparedSchema.Channels, PreparedSchema.Pixels])
        {
            input.Require(PreparedSchema.Schema.GetFieldByName(column));
        }

        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        var totals = new SortedDictionary<(string Split, int Label, int Channel), PixelSums>();
        foreach (RecordBatch batch in input)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            StringArray splits = batch.Column<StringArray>(PreparedSchema.Split);
            Int32Array labels = batch.Column<Int32Array>(PreparedSchema.Label);
            Int32Array channels = batch.Column<Int32Array>(PreparedSchema.Channels);
            BinaryArray pixels = batch.Column<BinaryArray>(PreparedSchema.Pixels);
            for (int row = 0; row < batch.Length; row++)
            {
                int count = channels.GetValue(row)!.Value;
                for (int channel = 0; channel < count; channel++)
                {
                    (string, int, int) key = (splits.GetString(row), labels.GetValue(row)!.Value, channel);
                    totals[key] = totals.GetValueOrDefault(key) + PixelSums.Of(pixels.GetBytes(row), channel, count);
                }
            }
        }

        yield return RowBatch.Create(
            Schema,
            [.. totals.Select(t => (object?[])[t.Key.Split, t.Key.Label, t.Key.Channel, t.Value.Images, t.Value.Values, t.Value.Sum, t.Value.SumSquares])]);
    }
}
