namespace FashionSpark.Reporting;

/// <summary>The wrong answers that are shown; of equals the lower id goes first, so that partitions do not matter.</summary>
/// <param name="Confident">Those of the highest confidence.</param>
/// <param name="Worst">Of the others, those that gave the right class the least probability.</param>
internal sealed record MistakeList(IReadOnlyList<Mistake> Confident, IReadOnlyList<Mistake> Worst)
{
    public static MistakeList None { get; } = new([], []);

    public IEnumerable<Mistake> All => Confident.Concat(Worst);

    /// <param name="mistakes">All wrong answers, or at least the lists of parts of them.</param>
    /// <param name="count">Most in each of the two.</param>
    public static MistakeList Of(IReadOnlyCollection<Mistake> mistakes, int count)
    {
        Mistake[] confident = [.. mistakes.OrderByDescending(m => m.Confidence).ThenBy(m => m.ImageId, StringComparer.Ordinal).Take(count)];
        return new MistakeList(
            confident, [.. mistakes.Except(confident).OrderByDescending(m => m.Loss).ThenBy(m => m.ImageId, StringComparer.Ordinal).Take(count)]);
    }
}
