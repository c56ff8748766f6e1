namespace FashionSpark.Torch.Training;

/// <summary>Network, optimiser and batch memory of one partition: one optimiser step, and evaluation.</summary>
internal interface ITrainStep : IDisposable
{
    /// <summary>Images of a batch of this partition.</summary>
    int Size { get; }

    /// <summary>All numbers of the network in one vector: what is averaged over partitions.</summary>
    void LoadWeights(ReadOnlySpan<float> weights);

    float[] SaveWeights();

    /// <summary>What the optimiser keeps between steps, which stays with the partition; empty = none yet.</summary>
    void LoadMomentum(ReadOnlySpan<float> momentum);

    float[] SaveMomentum();

    /// <summary>Forward, backward and optimiser on the given images; loss summed over them, and hits.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="progress">Steps done over steps in all, 0 to 1.</param>
    (double LossSum, long Correct) Run(PartitionImages source, int[] rows, int epoch, double progress, ref SplitMix64 chance);

    /// <summary>Loss (cross-entropy without smoothing), hits over the first <paramref name="images"/> images, as the exported model would answer.</summary>
    (double LossSum, long Correct) Evaluate(PartitionImages source, int images, CancellationToken cancellation);
}
