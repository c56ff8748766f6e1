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
    public const string Duplicates = "duplicates";
    public const string NearDuplicates = "near_duplicates";
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

    /// <summary>A source that was left out since its bytes are in the data set from another one; a class is null outside of every class folder.</summary>
    public static Schema DuplicatesSchema { get; } = new(
        [
            Text("run_id"), Text("source"), Text("split"), Text("class", nullable: true), Text("kept_source"), Text("kept_split"),
            Text("kept_class", nullable: true), Text("content_hash"), Time("recorded_at"),
        ],
        metadata: null);

    /// <summary>An image and the most similar one of another split; distance in bits of a 64-bit perceptual hash. Both are in the data set.</summary>
    public static Schema NearDuplicatesSchema { get; } = new(
        [
            Text("run_id"), Text("data"), Count("data_version"), Text("source"), Text("split"), Text("other_source"), Text("other_split"),
            new Field("distance", Int32Type.Default, nullable: false), Time("recorded_at"),
        ],
        metadata: null);

    /// <summary>
    /// A figure a row: <c>images</c> of a split and class; <c>channel</c>, mean and deviation over the training split; and
    /// of the run (split null) <c>listed</c>, <c>prepared</c>, <c>quarantined</c>, <c>duplicates</c>, <c>added</c>,
    /// <c>changed</c>, <c>removed</c>, <c>near_duplicates</c>.
    /// </summary>
    public static Schema DatasetStatisticsSchema { get; } = new(
        [
            Text("run_id"), Text("data"), Count("data_version"), Text("figure"), Text("split", nullable: true), Text("class", nullable: true),
            new Field("channel", Int32Type.Default, nullable: true), Count("images"),
            Number("mean", nullable: true), Number("standard_deviation", nullable: true), Time("recorded_at"),
        ],
        metadata: null);

    private static Field Text(string name, bool nullable = false) => new(name, StringType.Default, nullable);

    private static Field Number(string name, bool nullable = false) => new(name, DoubleType.Default, nullable);

    private static Field Count(string name) => new(name, Int64Type.Default, nullable: false);

    private static Field Time(string name) => new(name, Timestamp, nullable: false);
}
