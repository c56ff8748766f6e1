using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Evaluation;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Scoring;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>From the predictions of a run to its rows in the metrics and confusion tables.</summary>
public static class EvaluateStage
{
    public const string Name = "evaluate";

    /// <exception cref="TableNotFoundException">There is no predictions table.</exception>
    /// <exception cref="InvalidInputException">It has no predictions of the run, none with known labels, or a gate cannot be asked of them.</exception>
    public static async Task<EvaluateResult> RunAsync(PipelineContext context, EvaluateOptions options, CancellationToken cancellation)
    {
        var clock = new StageClock(context.Time);
        string path = options.Table ?? context.Table(PredictionsSchema.TableName);
        DeltaTableInfo table = await context.Engine.DescribeDeltaAsync(path, null, cancellation).ConfigureAwait(false)
            ?? throw new TableNotFoundException($"There is no predictions table at '{path}'. Make one with 'fashionspark score'.");
        string runId = options.RunId ?? LastRun(table);
        var filter = new PartitionFilter(PredictionsSchema.RunId, [runId]);
        string model = await ModelOfAsync(context, path, table.Version, filter, cancellation).ConfigureAwait(false)
            ?? throw new InvalidInputException($"'{path}' has no predictions of run '{runId}'. Runs in it: {string.Join(", ", Runs(table))}.");

        if (table.Schema.IndexOf(PredictionsSchema.Sure) < 0)
        {
            throw new InvalidInputException($"'{path}' was written by an earlier version: it has no column '{PredictionsSchema.Sure}'. Score into a new table.");
        }

        var splits = new SortedDictionary<string, EvaluationSums>(StringComparer.Ordinal);
        IDataset sums = context.Engine.ReadDelta(new DeltaRead(path, table.Version, EvaluateFunction.InputColumns, filter))
            .MapPartitions(PartitionFunctionSpec.Create(EvaluateFunction.Name, new EvaluateFunctionOptions()));
        using (IStageProgress progress = context.Progress.Begin(Name, null, "rows"))
        {
            await foreach (RecordBatch batch in sums.CollectAsync(progress, cancellation).ConfigureAwait(false))
            {
                EvaluationRows.Merge(batch, splits);
            }
        }

        if (splits.Count == 0)
        {
            throw new InvalidInputException($"None of the predictions of run '{runId}' in '{path}' has a known label, so there is nothing to compare them with.");
        }

        SplitReport[] reports = [.. splits.OrderByDescending(s => s.Key, StringComparer.Ordinal).Select(s => s.Value.ToReport(s.Key))];
        var gates = new EvaluateGates(context, options, table, runId);
        (IReadOnlyList<GateResult> results, IReadOnlyList<PairedComparison> comparisons) = await gates.CheckAsync(reports, cancellation).ConfigureAwait(false);
        await WriteAsync(context, runId, model, reports, cancellation).ConfigureAwait(false);
        await gates.WriteAsync(model, results, comparisons, cancellation).ConfigureAwait(false);
        return new EvaluateResult(runId, reports, clock.Seconds) { Gates = results, Comparisons = comparisons };
    }

    /// <summary>Run ids begin with the time, so the last in order is the last in time.</summary>
    private static string LastRun(DeltaTableInfo table) => Runs(table).LastOrDefault()
        ?? throw new InvalidInputException($"'{table.Path}' names no run that scored into it. Name one with --run-id.");

    internal static IEnumerable<string> Runs(DeltaTableInfo table) => table.Transactions.Keys
        .Where(key => key.EndsWith($":{ScoreStage.Name}", StringComparison.Ordinal))
        .Select(key => key[..key.IndexOf(':', StringComparison.Ordinal)])
        .Order(StringComparer.Ordinal);

    private static async Task<string?> ModelOfAsync(PipelineContext context, string path, long version, PartitionFilter filter, CancellationToken cancellation)
    {
        await foreach (RecordBatch batch in context.Engine.ReadDelta(new DeltaRead(path, version, [PredictionsSchema.Model], filter))
            .CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            if (batch.Length > 0)
            {
                return batch.Column<StringArray>(PredictionsSchema.Model).GetString(0);
            }
        }

        return null;
    }

    private static async Task WriteAsync(PipelineContext context, string runId, string model, SplitReport[] reports, CancellationToken cancellation)
    {
        var writer = new ResultWriter(context);
        await writer.AppendMetricsAsync(runId, $"{runId}:{Name}", reports.SelectMany(report => ReportRows.Metrics(report, model)), cancellation).ConfigureAwait(false);
        DateTimeOffset now = context.Time.GetUtcNow();
        await writer.AppendAsync(
            ResultTables.Confusion, ResultTables.ConfusionSchema, $"{runId}:{Name}",
            [.. reports.SelectMany(report => ReportRows.Confusion(report, runId, model, now))], cancellation).ConfigureAwait(false);
    }
}
