using System.Runtime.InteropServices;
using FashionSpark.Datasets;
using FashionSpark.Evaluation;
using FashionSpark.Training;

namespace FashionSpark.Torch.Training;

/// <summary>
/// At the end of an epoch: how many validation images the averaged model gets right, and each partition's own model, all
/// on the same images. Short rounds make the average better than its parts; where it is worse, rounds are too long.
/// </summary>
internal sealed class AverageComparison
{
    /// <summary>Partitions compared, spread evenly: their weights travel in one message to the workers.</summary>
    private const int MostPartitions = 4;

    /// <summary>
    /// The models together answer once for so many training images. An answer costs about a quarter of a training step's
    /// image (18,200 against 4,328 images/s, quick network), twice that with two views: 2 % of the training time.
    /// </summary>
    private const int TrainingImagesPerAnswer = 25;

    private readonly TrainPartitions _partitions;

    public AverageComparison(TrainPartitions partitions) => _partitions = partitions;

    /// <summary>Rows <c>average.accuracy</c> and <c>partition.K.accuracy</c>; none with one partition or no validation split.</summary>
    /// <param name="average">The averaged weights.</param>
    /// <param name="rounds">What the partitions returned from the epoch's last round.</param>
    public async Task<IReadOnlyList<RoundMetric>> RunAsync(int round, float[] average, IReadOnlyList<PartitionRound> rounds)
    {
        PartitionRound[] trained = [.. rounds.Where(part => part.Images > 0).OrderBy(part => part.Partition)];
        if (trained.Length < 2)
        {
            return [];
        }

        int count = Math.Min(trained.Length, MostPartitions);
        PartitionRound[] compared = [.. Enumerable.Range(0, count).Select(i => trained[i * trained.Length / count])];
        long images = trained.Sum(part => part.Rows) / TrainingImagesPerAnswer / (count + 1);
        IReadOnlyList<byte[]> models = [Bytes(average), .. compared.Select(part => Bytes(part.Weights))];
        IReadOnlyList<(long Correct, long N)> hits = await _partitions.CompareAsync(models, images).ConfigureAwait(false);
        return hits.Count == 0 || hits[0].N == 0
            ? []
            : [.. hits.Select((hit, i) => new RoundMetric(
                round, Split.Validation, i == 0 ? "average.accuracy" : $"partition.{compared[i - 1].Partition}.accuracy", hit.Correct / (double)hit.N, hit.N))];
    }

    /// <summary>A line for the user where the average is worse than its parts by more than chance; null elsewhere.</summary>
    public static string? Hint(IReadOnlyList<RoundMetric> comparison, int steps)
    {
        if (comparison.Count == 0)
        {
            return null;
        }

        RoundMetric average = comparison[0];
        double parts = comparison.Skip(1).Average(metric => metric.Value);
        return Wilson.Share((long)Math.Round(average.Value * average.N), average.N).High < parts
            ? FormattableString.Invariant(
                $"Round {average.Round}: the averaged model is right on {average.Value:P0} of {average.N} validation images, the partitions' own models on {parts:P0}. ") +
              $"Rounds of {steps} steps let the partitions drift apart; try a smaller --steps-per-round."
            : null;
    }

    private static byte[] Bytes(float[] weights) => MemoryMarshal.AsBytes<float>(weights).ToArray();
}
