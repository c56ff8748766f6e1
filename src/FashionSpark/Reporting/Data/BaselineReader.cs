using FashionSpark.Engines;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Pipeline;

namespace FashionSpark.Reporting;

/// <summary>Finds the baseline that a run is held against.</summary>
internal static class BaselineReader
{
    /// <summary>How models of <c>--model baseline</c> are called.</summary>
    public static bool IsBaseline(string model) => model.StartsWith("baseline", StringComparison.Ordinal);

    /// <summary>The last baseline that was evaluated on as many images of the same classes; null where there is none, or the run is one itself.</summary>
    public static async Task<BaselineRow?> ReadAsync(
        PipelineContext context, string predictions, IReadOnlyList<MetricValue> evaluated, string run, string split, CancellationToken cancellation)
    {
        MetricValue[] own = [.. evaluated.Where(metric => metric.RunId == run && metric.Split == split)];
        if (own.Any(metric => IsBaseline(metric.Model)))
        {
            return null;
        }

        IGrouping<string, MetricValue>? found = evaluated
            .Where(metric => metric.Split == split && IsBaseline(metric.Model))
            .GroupBy(metric => metric.RunId)
            .Where(figures => Measured(figures).SetEquals(Measured(own)))
            .MaxBy(figures => figures.Key, StringComparer.Ordinal);
        return found is null
            ? null
            : new BaselineRow(found.First().Model, [.. found], await CompareAsync(context.Engine, predictions, run, found.Key, split, cancellation).ConfigureAwait(false));
    }

    /// <summary>The classes and how many images of each there were.</summary>
    private static HashSet<(string?, long)> Measured(IEnumerable<MetricValue> figures) =>
        [.. figures.Where(metric => metric.Metric is "accuracy" or "recall").Select(metric => (metric.Class, metric.Estimate.N))];

    private static async Task<PairedComparison?> CompareAsync(
        IEngine engine, string predictions, string run, string baseline, string split, CancellationToken cancellation)
    {
        if (await engine.DescribeDeltaAsync(predictions, null, cancellation).ConfigureAwait(false) is not { } table)
        {
            return null;
        }

        RunAnswers mine = await RunAnswers.ReadAsync(engine, predictions, table.Version, run, cancellation).ConfigureAwait(false);
        RunAnswers theirs = await RunAnswers.ReadAsync(engine, predictions, table.Version, baseline, cancellation).ConfigureAwait(false);
        try
        {
            return mine.IsEmpty || theirs.IsEmpty ? null : mine.CompareTo(theirs, split);
        }
        catch (InvalidInputException)
        {
            // Scored on other images: their figures stand side by side, but there is no difference to test.
            return null;
        }
    }
}
