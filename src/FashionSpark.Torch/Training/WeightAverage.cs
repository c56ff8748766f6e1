namespace FashionSpark.Torch.Training;

/// <summary>The mean of the partitions' weights, weighted by their rows (federated averaging, McMahan et al. 2016, arXiv:1602.05629).</summary>
internal static class WeightAverage
{
    /// <summary>Summed in float64 in the order of the partitions, so that the result does not depend on which was ready first.</summary>
    public static float[] Of(IReadOnlyList<PartitionRound> rounds)
    {
        PartitionRound[] taking = [.. rounds.Where(round => round.Images > 0).OrderBy(round => round.Partition)];
        if (taking.Length == 1)
        {
            return taking[0].Weights;
        }

        double rows = taking.Sum(round => (double)round.Rows);
        double[] sums = new double[taking[0].Weights.Length];
        foreach (PartitionRound round in taking)
        {
            double share = round.Rows / rows;
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += share * round.Weights[i];
            }
        }

        return [.. sums.Select(sum => (float)sum)];
    }
}
