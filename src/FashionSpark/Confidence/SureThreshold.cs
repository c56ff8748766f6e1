using FashionSpark.Evaluation;

namespace FashionSpark.Confidence;

/// <summary>
/// The confidence below which an answer is "not sure": the lowest one so that of the answers at or above it at least 95 in
/// 100 are right, as far as the images can tell.
/// </summary>
/// <remarks>
/// What must reach 0.95 is the lower end of Wilson's one-sided 95 % interval, not the share itself: with 341 images a
/// share of 0.95 says little. Choosing the widest of many thresholds is optimistic in itself, but the sets are nested and
/// their shares move together: in a simulation of calibrated models (accuracy 0.85 and 0.91; 100, 341 and 5,000 images)
/// the true share at the chosen threshold fell below 0.95 in 3 to 5 of 100 trials; with the share's plain standard error
/// as margin it was 12 to 19. The price at 341 images and accuracy 0.91 is a coverage of 0.79 where 0.90 is the true best.
/// </remarks>
internal static class SureThreshold
{
    public const double Target = 0.95;

    /// <summary>Nothing but full certainty is above it: what is written where the target cannot be reached.</summary>
    public const double Unreached = 1;

    /// <summary>95 % quantile of the normal distribution: one-sided.</summary>
    private const double OneSidedZ = 1.6448536269514722;

    /// <summary>Images without a mistake that the interval needs to reach the target: n / (n + z^2) >= 0.95.</summary>
    public static int LeastImages { get; } = (int)Math.Ceiling(OneSidedZ * OneSidedZ * Target / (1 - Target));

    /// <param name="answers">Confidence of each image's answer, and whether it was right.</param>
    /// <returns>The threshold; 0 where every answer is sure, null where the target cannot be reached.</returns>
    public static double? Choose(IEnumerable<(float Confidence, bool Right)> answers)
    {
        (float Confidence, bool Right)[] ordered = [.. answers.OrderByDescending(answer => answer.Confidence)];
        int kept = 0;
        long right = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            right += ordered[i].Right ? 1 : 0;

            // Equal confidences fall on the same side.
            bool last = i == ordered.Length - 1 || ordered[i + 1].Confidence < ordered[i].Confidence;
            if (last && Wilson.LowerBound(right, i + 1, OneSidedZ) >= Target)
            {
                kept = i + 1;
            }
        }

        // Half-way to the first answer left out: the graph computes in float32, and no answer must change sides for that.
        return kept == 0 ? null
            : kept == ordered.Length ? 0
            : ((double)ordered[kept - 1].Confidence + ordered[kept].Confidence) / 2;
    }
}
