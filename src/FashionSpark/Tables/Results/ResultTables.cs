using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Tables.Results;

/// <summary>Names and columns of the tables that a run leaves in its warehouse, beside the predictions.</summary>
public static class ResultTables
{
    public const string Runs = "runs";
    public const string Metrics = "metrics";
    public const string Confusion = "confusion";
    public const string Quarantine = "quarantine";
    public const string DatasetStatistics = "dataset_stats";

    private static readonly TimestampType Timestamp = new(TimeUnit.Microsecond, "UTC");

    /// <summary>An event a row: a run or a stage (stage null = the run) was started, finished, failed or interrupted.</summary>
    public static Schema RunsSchema { get; } = new(
        [
            Text("run_id"), Text("job"), Text("stage", nullable: true), Text("event"), Text("config_hash"), Text("config"), Text("engine"),
            Number("seconds", nullable: true), Text("result", nullable: true), Time("recorded_at"),
        ],
        metadata: null);

    public static Schema MetricsSchema { get; } = new(
        [
            Text("run_id"), Text("stage"), Text("split"), Text("model"), Text("metric"), Text("class", nullable: true),
            new Field("round", Int32Type.Default, nullable: true), Number("value"), Count("n"),
            Number("low", nullable: true), Number("high", nullable: true), Time("recorded_at"),
        ],
        metadata: null);

    /// <summary>Pairs that never happened have no row.</summary>
    public static Schema ConfusionSchema { get; } = new(
        [Text("run_id"), Text("split"), Text("model"), Text("actual"), Text("predicted"), Count("count"), Time("recorded_at")],
        metadata: null);

    public static Schema QuarantineSchema { get; } = new(
        [Text("run_id"), Text("stage"), Text("source"), Text("content_hash", nullable: true), Text("reason"), Text("message"), Time("recorded_at")],
        metadata: null);

    /// <summary>Images of each split and class, and mean and deviation of each channel over the training split (class null).</summary>
    public static Schema DatasetStatisticsSchema { get; } = new(
        [
            Text("run_id"), Text("data"), Count("data_version"), Text("split"), Text("class", nullable: true),
            new Field("channel", Int32Type.Default, nullable: true), Count("images"),
            Number("mean", nullable: true), Number("standard_deviation", nullable: true), Time("recorded_at"),
        ],
        metadata: null);

    private static Field Text(string name, bool nullable = false) => new(name, StringType.Default, nullable);

    private static Field Number(string name, bool nullable = false) => new(name, DoubleType.Default, nullable);

    private static Field Count(string name) => new(name, Int64Type.Default, nullable: false);

    private static Field Time(string name) => new(name, Timestamp, nullable: false);
}
