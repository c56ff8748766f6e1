using FashionSpark.Engines;
using FashionSpark.Evaluation;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>The gates of an evaluate: figures against their bounds, and this run against another one on the same images.</summary>
internal sealed class EvaluateGates
{
    private readonly PipelineContext _context;
    private readonly EvaluateOptions _options;
    private readonly DeltaTableInfo _predictions;
    private readonly string _runId;

    public EvaluateGates(PipelineContext context, EvaluateOptions options, DeltaTableInfo predictions, string runId)
    {
        _context = context;
        _options = options;
        _predictions = predictions;
        _runId = runId;
    }

    /// <exception cref="InvalidInputException">A gate that cannot be asked of this run, or a run to compare with that was scored on other images.</exception>
    public async Task<(IReadOnlyList<GateResult> Results, IReadOnlyList<PairedComparison> Comparisons)> CheckAsync(
        IReadOnlyList<SplitReport> reports, CancellationToken cancellation)
    {
        var check = new GateCheck(reports);
        Gate[] gates = [.. _options.Gates.Select(Gate.Parse)];
        var comparisons = new Dictionary<string, PairedComparison>(StringComparer.Ordinal);
        var results = new List<GateResult>();
        if (_options.Against is { } against)
        {
            (RunAnswers mine, RunAnswers theirs) = await ReadAsync(against, cancellation).ConfigureAwait(false);
            string split = check.SplitOf(null, $"not worse than {against}");
            foreach (string asked in gates.Where(gate => gate.Metric == GateMetrics.Gain).Select(gate => check.SplitOf(gate.Split, gate.Text)).Append(split).Distinct())
            {
                comparisons.Add(asked, mine.CompareTo(theirs, asked));
            }

            // A gate on the gain says what is asked; without one it is that this run is not worse.
            if (!gates.Any(gate => gate.Metric == GateMetrics.Gain))
            {
                results.Add(GateCheck.NotWorse(comparisons[split]));
            }
        }

        results.AddRange(gates.Select(gate => check.Check(gate, comparisons)));
        return (results, [.. comparisons.Values]);
    }

    /// <summary>Rows of the metrics table: <c>gate:TEXT</c> is 1 where passed, 0 where not.</summary>
    public Task WriteAsync(
        string model, IReadOnlyList<GateResult> results, IReadOnlyList<PairedComparison> comparisons, CancellationToken cancellation)
    {
        MetricRow Row(string split, string metric, Estimate estimate) => new(EvaluateStage.Name, split, model, metric, estimate);
        IEnumerable<MetricRow> rows =
        [
            .. comparisons.Select(c => Row(c.Split, $"gain:{c.Run}", c.Gain)),
            .. comparisons.Select(c => Row(c.Split, $"mcnemar_p:{c.Run}", new Estimate(c.PValue, c.OnlyThis + c.OnlyOther))),
            .. results.Select(result => Row(result.Split, $"gate:{result.Gate}", new Estimate(result.Passed ? 1 : 0, result.Found.N))),
        ];

        // The figures of a run are written once; gates may be asked of them again and again, once by each command.
        return new ResultWriter(_context).AppendMetricsAsync(_runId, $"{_context.RunId}:{EvaluateStage.Name}:gates", rows, cancellation);
    }

    private async Task<(RunAnswers Mine, RunAnswers Theirs)> ReadAsync(string against, CancellationToken cancellation)
    {
        if (against == _runId)
        {
            throw new InvalidInputException($"Run '{against}' cannot be held against itself. Name another run with --against.");
        }

        RunAnswers theirs = await RunAnswers.ReadAsync(_context.Engine, _predictions.Path, _predictions.Version, against, cancellation).ConfigureAwait(false);
        return theirs.IsEmpty
            ? throw new InvalidInputException(
                $"'{_predictions.Path}' has no labelled predictions of run '{against}'. Runs in it: {string.Join(", ", EvaluateStage.Runs(_predictions))}.")
            : (await RunAnswers.ReadAsync(_context.Engine, _predictions.Path, _predictions.Version, _runId, cancellation).ConfigureAwait(false), theirs);
    }
}
