using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>Adds rows to the result tables of a run, each stage's rows once however often the stage is repeated.</summary>
internal sealed class ResultWriter
{
    private readonly PipelineContext _context;

    public ResultWriter(PipelineContext context) => _context = context;

    /// <param name="table">Name of the table.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="appId">Application id of the commit: the run the rows are of, and the stage that made them.</param>
    /// <param name="rows">A value a column.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task AppendAsync(string table, Schema schema, string appId, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        rows.Count == 0
            ? Task.CompletedTask
            : _context.Engine.FromRows(RowBatch.Create(schema, rows), 1)
                .WriteDeltaAsync(new DeltaWrite(_context.Table(table), appId, 1), null, cancellation);

    /// <param name="runId">The run the figures are of.</param>
    /// <param name="appId">As for <see cref="AppendAsync"/>.</param>
    public Task AppendMetricsAsync(string runId, string appId, IEnumerable<MetricRow> metrics, CancellationToken cancellation)
    {
        DateTimeOffset now = _context.Time.GetUtcNow();
        List<object?[]> rows = [.. metrics.Select(metric => (object?[])
        [
            runId, metric.Stage, metric.Split, metric.Model, metric.Metric, metric.Class, metric.Round,
            metric.Estimate.Value, metric.Estimate.N, metric.Estimate.Low, metric.Estimate.High, now,
        ])];
        return AppendAsync(ResultTables.Metrics, ResultTables.MetricsSchema, appId, rows, cancellation);
    }
}
