using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>From rows of <see cref="HoldImagesFunction"/> to the sessions that they stand for.</summary>
internal static class HeldPartitions
{
    /// <summary>Number and count come from the row: the images may have been read by another task.</summary>
    public static IEnumerable<RecordBatch> Each(
        IEnumerable<RecordBatch> input, TrainRoundOptions options, string split, PartitionContext context, Func<TrainSession, int, IReadOnlyList<PartitionRound>> work)
    {
        TorchThreads.Use(context.Threads);
        foreach (int partition in input.SelectMany(HoldImagesFunction.Partitions))
        {
            TrainSession? session = TrainSessions.Find(new HeldKey(options.RunKey, split, partition), context.LocalFolder);
            foreach (PartitionRound round in session is null ? [PartitionRound.Lacking(partition, Lack.Images)] : work(session, partition))
            {
                yield return TrainRoundSchema.ToBatch(round);
            }
        }
    }
}
