using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>
/// Partition function <c>hold-features</c>: reads the features of a partition and keeps them on this machine. One row says
/// which partition it is; the functions of the head run over that row, hundreds of times. Where the machine has the
/// features already, the input is left alone.
/// </summary>
public sealed class HoldFeaturesFunction : IPartitionFunction
{
    public const string Name = "hold-features";

    private readonly HoldFeaturesOptions _options;

    public HoldFeaturesFunction(HoldFeaturesOptions options) => _options = options;

    public static Schema Schema { get; } = new([new Field("partition", Int32Type.Default, nullable: false)], metadata: null);

    /// <summary>The columns it reads.</summary>
    public static IReadOnlyList<string> InputColumns { get; } = [PreparedSchema.ImageId, PreparedSchema.Label, FeaturesSchema.Features];

    public Schema OutputSchema(Schema input)
    {
        input.Require([.. InputColumns.Select(FeaturesSchema.Schema.GetFieldByName)]);
        return Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        if (_options.Only is { } only && !only.Contains(context.PartitionId))
        {
            yield break;
        }

        FeaturesKey key = new(_options.RunKey, _options.Split, context.PartitionId);
        if (FeatureMatrices.Find(key, context.LocalFolder) is null)
        {
            FeatureMatrices.Add(
                key, context.LocalFolder, FeatureMatrix.Read(input, _options.ViewCount, _options.FeatureCount, _options.Classes, context.Cancellation));
        }

        yield return RowBatch.Create(Schema, [[context.PartitionId]]);
    }

    /// <summary>The features that rows of this function stand for; null where they are not on this machine.</summary>
    internal static IEnumerable<(int Partition, FeatureMatrix? Features)> Held(IEnumerable<RecordBatch> input, HeadOptions options, PartitionContext context)
    {
        foreach (RecordBatch batch in input)
        {
            for (int row = 0; row < batch.Length; row++)
            {
                int partition = batch.Column<Int32Array>("partition").GetValue(row)!.Value;
                yield return (partition, FeatureMatrices.Find(new FeaturesKey(options.RunKey, options.Split, partition), context.LocalFolder));
            }
        }
    }
}
