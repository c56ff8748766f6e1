using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Evaluation;
using FashionSpark.Tables.Results;

namespace FashionSpark.Reporting;

/// <summary>The small tables of a warehouse, read whole: all runs, figures, confusions, counts and quarantined files.</summary>
internal sealed record Warehouse(
    IReadOnlyList<RunRow> Runs,
    IReadOnlyList<MetricValue> Metrics,
    IReadOnlyList<ConfusionCount> Confusion,
    IReadOnlyList<StatisticsRow> Statistics,
    IReadOnlyList<QuarantinedFile> Quarantine)
{
    public static async Task<Warehouse> ReadAsync(IEngine engine, string folder, CancellationToken cancellation)
    {
        var rows = new TableRows(engine, folder);
        return new Warehouse(
            await rows.ReadAsync(
                ResultTables.Runs, ["run_id", "job", "stage", "event", "config", "engine", "seconds", "result", "recorded_at"],
                (b, i) => new RunRow(
                    Text(b, "run_id", i)!, Text(b, "job", i)!, Text(b, "stage", i), Text(b, "event", i)!, Text(b, "config", i)!, Text(b, "engine", i)!,
                    Number(b, "seconds", i), Text(b, "result", i), b.Column<TimestampArray>("recorded_at").GetTimestamp(i)!.Value), cancellation).ConfigureAwait(false),
            await rows.ReadAsync(
                ResultTables.Metrics, ["run_id", "stage", "split", "model", "metric", "class", "round", "value", "n", "low", "high"],
                (b, i) => new MetricValue(
                    Text(b, "run_id", i)!, Text(b, "stage", i)!, Text(b, "split", i)!, Text(b, "model", i)!, Text(b, "metric", i)!, Text(b, "class", i),
                    b.Column<Int32Array>("round").GetValue(i),
                    new Estimate(Number(b, "value", i)!.Value, Count(b, "n", i), Number(b, "low", i), Number(b, "high", i))), cancellation).ConfigureAwait(false),
            await rows.ReadAsync(
                ResultTables.Confusion, ["run_id", "split", "actual", "predicted", "count"],
                (b, i) => new ConfusionCount(
                    Text(b, "run_id", i)!, Text(b, "split", i)!, Text(b, "actual", i)!, Text(b, "predicted", i)!, Count(b, "count", i)), cancellation).ConfigureAwait(false),
            await rows.ReadAsync(
                ResultTables.DatasetStatistics, ["run_id", "data", "data_version", "figure", "split", "class", "channel", "images", "mean", "standard_deviation"],
                (b, i) => new StatisticsRow(
                    Text(b, "run_id", i)!, Text(b, "data", i)!, Count(b, "data_version", i), Text(b, "figure", i)!, Text(b, "split", i), Text(b, "class", i),
                    b.Column<Int32Array>("channel").GetValue(i), Count(b, "images", i), Number(b, "mean", i), Number(b, "standard_deviation", i)), cancellation).ConfigureAwait(false),
            await rows.ReadAsync(
                ResultTables.Quarantine, ["run_id", "source", "reason", "message"],
                (b, i) => new QuarantinedFile(Text(b, "run_id", i)!, Text(b, "source", i)!, Text(b, "reason", i)!, Text(b, "message", i)!), cancellation).ConfigureAwait(false));
    }

    private static string? Text(RecordBatch batch, string column, int row) => batch.Column<StringArray>(column).GetString(row);

    private static double? Number(RecordBatch batch, string column, int row) => batch.Column<DoubleArray>(column).GetValue(row);

    private static long Count(RecordBatch batch, string column, int row) => batch.Column<Int64Array>(column).GetValue(row)!.Value;
}
