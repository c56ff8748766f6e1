using System.Numerics.Tensors;

namespace FashionSpark.Torch.Training;

/// <summary>How far the partitions' weights lie apart at the end of a round, before they are averaged.</summary>
internal static class Divergence
{
    /// <summary>
    /// Root mean square distance of the partitions' weights from their average, over that from the weights the round
    /// began with; both weighted by rows. 0 = all partitions moved alike; sqrt(1 - 1/K) = K partitions moved each its own
    /// way; 1 = the average is where the round began. Its square is the part of the movement that averaging cancels.
    /// Running statistics of batch norms are left out: they follow the images, not the optimiser.
    /// </summary>
    /// <param name="trained">Parts of the vector that the optimiser moves.</param>
    /// <returns>Null with fewer than two partitions that trained, or where nothing moved.</returns>
    public static double? Of(IReadOnlyList<PartitionRound> rounds, float[] average, float[] before, IReadOnlyList<Range> trained)
    {
        PartitionRound[] taking = [.. rounds.Where(round => round.Images > 0).OrderBy(round => round.Partition)];
        if (taking.Length < 2)
        {
            return null;
        }

        double apart = 0;
        double moved = 0;
        foreach (PartitionRound round in taking)
        {
            foreach (Range part in trained)
            {
                ReadOnlySpan<float> weights = round.Weights.AsSpan(part);
                apart += round.Rows * SquaredDistance(weights, average.AsSpan(part));
                moved += round.Rows * SquaredDistance(weights, before.AsSpan(part));
            }
        }

        return moved > 0 ? Math.Sqrt(apart / moved) : null;
    }

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float distance = TensorPrimitives.Distance(a, b);
        return (double)distance * distance;
    }
}
