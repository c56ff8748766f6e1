using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>Sums over the images of a partition, for given weights of the head.</summary>
/// <param name="Images">Images.</param>
/// <param name="ViewLoss">-log p of the true class, summed over all views of all images.</param>
/// <param name="ImageLoss">The same of the mean over an image's views of p, summed over images: the loss of what the model answers.</param>
/// <param name="Correct">Images whose true class has the highest mean.</param>
/// <param name="Gradient">Of <paramref name="ViewLoss"/>, [classes, features + 1], the bias last; empty where it was not asked for.</param>
internal sealed record HeadSums(long Images, double ViewLoss, double ImageLoss, long Correct, double[] Gradient) : IPartitionSums
{
    public static Schema Schema { get; } = new(
        [
            new Field("partition", Int32Type.Default, nullable: false),
            new Field("held", Int32Type.Default, nullable: false),
            new Field("images", Int64Type.Default, nullable: false),
            new Field("view_loss", DoubleType.Default, nullable: false),
            new Field("image_loss", DoubleType.Default, nullable: false),
            new Field("correct", Int64Type.Default, nullable: false),
            new Field("gradient", BinaryType.Default, nullable: false),
        ],
        metadata: null);

    public int Partition { get; init; }

    public bool IsHeld { get; init; } = true;

    public static HeadSums Lacking(int partition) => new(0, 0, 0, 0, []) { Partition = partition, IsHeld = false };

    public RecordBatch ToBatch() => RowBatch.Create(
        Schema, [[Partition, IsHeld ? 1 : 0, Images, ViewLoss, ImageLoss, Correct, MemoryMarshal.AsBytes<double>(Gradient).ToArray()]]);

    public static IEnumerable<HeadSums> FromBatch(RecordBatch batch)
    {
        for (int row = 0; row < batch.Length; row++)
        {
            yield return new HeadSums(
                batch.Column<Int64Array>("images").GetValue(row)!.Value,
                batch.Column<DoubleArray>("view_loss").GetValue(row)!.Value,
                batch.Column<DoubleArray>("image_loss").GetValue(row)!.Value,
                batch.Column<Int64Array>("correct").GetValue(row)!.Value,
                MemoryMarshal.Cast<byte, double>(batch.Column<BinaryArray>("gradient").GetBytes(row)).ToArray())
            {
                Partition = batch.Column<Int32Array>("partition").GetValue(row)!.Value,
                IsHeld = batch.Column<Int32Array>("held").GetValue(row)! == 1,
            };
        }
    }

    /// <summary>Sums in the order of the partitions.</summary>
    public static HeadSums Total(IReadOnlyList<HeadSums> parts)
    {
        var gradient = new double[parts.Max(part => part.Gradient.Length)];
        foreach (HeadSums part in parts)
        {
            for (int i = 0; i < part.Gradient.Length; i++)
            {
                gradient[i] += part.Gradient[i];
            }
        }

        return new HeadSums(
            parts.Sum(part => part.Images), parts.Sum(part => part.ViewLoss), parts.Sum(part => part.ImageLoss), parts.Sum(part => part.Correct), gradient);
    }
}
