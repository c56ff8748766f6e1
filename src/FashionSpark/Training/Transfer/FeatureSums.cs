using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Training.Transfer;

/// <summary>What is known of a partition's features before any training, and its images of each class.</summary>
/// <param name="ImagesPerClass">One a class.</param>
/// <param name="Sum">Of every feature over all views.</param>
/// <param name="Products">Of every feature with those up to it, [features, features], the upper half left 0; empty where they were not asked for.</param>
internal sealed record FeatureSums(double[] ImagesPerClass, double[] Sum, double[] Products) : IPartitionSums
{
    /// <summary>Rows whose products are summed together, before they go into the table: 13 MB of 1,280 features, which should not be gone through for each row.</summary>
    private const int Tile = 128;

    public static Schema Schema { get; } = new(
        [
            new Field("partition", Int32Type.Default, nullable: false),
            new Field("held", Int32Type.Default, nullable: false),
            new Field("images_per_class", BinaryType.Default, nullable: false),
            new Field("sum", BinaryType.Default, nullable: false),
            new Field("products", BinaryType.Default, nullable: false),
        ],
        metadata: null);

    public int Partition { get; init; }

    public bool IsHeld { get; init; } = true;

    public static FeatureSums Lacking(int partition) => new([], [], []) { Partition = partition, IsHeld = false };

    public static FeatureSums Of(FeatureMatrix matrix, int classes, bool withProducts, CancellationToken cancellation)
    {
        int features = matrix.FeatureCount;
        FeatureSums sums = new(new double[classes], new double[features], new double[withProducts ? features * features : 0]);
        foreach (int label in matrix.Labels)
        {
            sums.ImagesPerClass[label]++;
        }

        // [features, rows]: a feature's values side by side.
        var columns = new double[features * Tile];
        int count = matrix.Images * matrix.ViewCount;
        for (int first = 0; first < count; first += Tile)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(Tile, count - first);
            for (int i = 0; i < rows; i++)
            {
                ReadOnlySpan<float> row = matrix.Row(first + i);
                for (int f = 0; f < features; f++)
                {
                    columns[(f * Tile) + i] = row[f];
                }
            }

            sums.Add(columns, rows);
        }

        return sums;
    }

    private void Add(ReadOnlySpan<double> columns, int rows)
    {
        for (int a = 0; a < Sum.Length; a++)
        {
            ReadOnlySpan<double> column = columns.Slice(a * Tile, rows);
            Sum[a] += TensorPrimitives.Sum(column);
            for (int b = 0; b <= a && Products.Length > 0; b++)
            {
                Products[(a * Sum.Length) + b] += TensorPrimitives.Dot(column, columns.Slice(b * Tile, rows));
            }
        }
    }

    public static FeatureSums Total(IReadOnlyList<FeatureSums> parts) => parts.Aggregate((a, b) =>
    {
        TensorPrimitives.Add<double>(a.ImagesPerClass, b.ImagesPerClass, a.ImagesPerClass);
        TensorPrimitives.Add<double>(a.Sum, b.Sum, a.Sum);
        TensorPrimitives.Add<double>(a.Products, b.Products, a.Products);
        return a;
    });

    public RecordBatch ToBatch() => RowBatch.Create(
        Schema, [[Partition, IsHeld ? 1 : 0, .. new[] { ImagesPerClass, Sum, Products }.Select(values => (object?)MemoryMarshal.AsBytes<double>(values).ToArray())]]);

    public static IEnumerable<FeatureSums> FromBatch(RecordBatch batch)
    {
        for (int row = 0; row < batch.Length; row++)
        {
            double[] Values(string column) => MemoryMarshal.Cast<byte, double>(batch.Column<BinaryArray>(column).GetBytes(row)).ToArray();
            yield return new FeatureSums(Values("images_per_class"), Values("sum"), Values("products"))
            {
                Partition = batch.Column<Int32Array>("partition").GetValue(row)!.Value,
                IsHeld = batch.Column<Int32Array>("held").GetValue(row)! == 1,
            };
        }
    }
}
