using FashionSpark.Datasets;

namespace FashionSpark.Evaluation.Gates;

/// <summary>Holds the figures of a run against its gates.</summary>
internal sealed class GateCheck
{
    private readonly IReadOnlyList<SplitReport> _splits;

    public GateCheck(IReadOnlyList<SplitReport> splits) => _splits = splits;

    /// <summary>The split that a gate asks of: the one it names, else test, else the only one there is.</summary>
    /// <exception cref="InvalidInputException">The run has no predictions of it.</exception>
    public string SplitOf(string? named, string gate)
    {
        string split = named ?? (_splits.Count == 1 ? _splits[0].Split : Split.Test);
        return _splits.Any(report => report.Split == split)
            ? split
            : throw new InvalidInputException(
                $"Gate '{gate}' asks of the split '{split}', but the run has labelled predictions of {string.Join(", ", _splits.Select(report => report.Split))} only. " +
                "Name a split before the metric, such as validation.accuracy>=0.9.");
    }

    /// <param name="comparisons">Comparisons with the other run, by split; empty where there is none.</param>
    /// <exception cref="InvalidInputException">A split or class that the run does not have.</exception>
    public GateResult Check(Gate gate, IReadOnlyDictionary<string, PairedComparison> comparisons)
    {
        string split = SplitOf(gate.Split, gate.Text);
        Estimate found = gate.Metric == GateMetrics.Gain ? comparisons[split].Gain : Find(gate, _splits.First(report => report.Split == split));
        return new GateResult(gate.Text, split, found, gate.IsMetBy(found));
    }

    /// <summary>What a comparison asks by itself: that this run is not worse by more than chance explains.</summary>
    public static GateResult NotWorse(PairedComparison comparison) =>
        new($"not worse than {comparison.Run}", comparison.Split, comparison.Gain, !comparison.IsWorse);

    private static Estimate Find(Gate gate, SplitReport report)
    {
        if (gate.Class is null)
        {
            return GateMetrics.Of(report, gate.Metric);
        }

        ClassReport of = report.Classes.FirstOrDefault(c => c.Class == gate.Class) ?? throw new InvalidInputException(
            $"Gate '{gate.Text}' asks of class '{gate.Class}', which split '{report.Split}' does not have; classes are {string.Join(", ", report.Classes.Select(c => c.Class))}.");
        return GateMetrics.Of(of, gate.Metric);
    }
}
