namespace FashionSpark.Torch.Training;

/// <summary>What one partition did in one round.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Rows">Images the partition has: its weight in the average.</param>
/// <param name="Images">Images seen in this round, augmented repeats counted.</param>
/// <param name="LossSum">Loss summed over them.</param>
/// <param name="Correct">How many of them were classified rightly, augmented as they were.</param>
/// <param name="Weights">Weights after the round; empty where there are none to average.</param>
/// <param name="Momentum">Momentum after the round; empty where nothing was trained.</param>
internal sealed record PartitionRound(
    int Partition, long Rows, long Images, double LossSum, long Correct, float[] Weights, float[] Momentum)
{
    /// <summary>What kept the partition from taking part; then all else is zero.</summary>
    public Lack Lacks { get; init; }

    /// <summary>Seconds of the steps themselves: what is left of the round's time is the engine's.</summary>
    public double Seconds { get; init; }

    public static PartitionRound Lacking(int partition, Lack lack) => new(partition, 0, 0, 0, 0, [], []) { Lacks = lack };
}
