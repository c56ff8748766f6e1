using System.Globalization;

namespace FashionSpark.Spark;

/// <summary>What every session is set to.</summary>
internal static class SessionSettings
{
    /// <exception cref="InvalidInputException">An option cannot be used.</exception>
    public static IReadOnlyDictionary<string, string> For(SparkEngineOptions options)
    {
        if (options.MaxRecordsPerBatch < 1)
        {
            throw new InvalidInputException($"MaxRecordsPerBatch is {options.MaxRecordsPerBatch}; a batch has at least one row. Use 64 to 256.");
        }

        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["spark.sql.execution.arrow.maxRecordsPerBatch"] = options.MaxRecordsPerBatch.ToString(CultureInfo.InvariantCulture),

            // Spark's reader of Parquet decodes 4,096 rows at a time: of photos in a box of 320 that is 1 GB, all the heap that an executor has by default.
            ["spark.sql.parquet.columnarReaderBatchSize"] = options.MaxRecordsPerBatch.ToString(CultureInfo.InvariantCulture),

            // Timestamps then come as UTC in Arrow, as every engine has them.
            ["spark.sql.session.timeZone"] = "UTC",

            // Delta reads a table's log in 50 tasks; ours have a few files. On two cores that were 2 to 5 s of each commit.
            ["spark.databricks.delta.snapshotPartitions"] = "4",
        };
        foreach ((string key, string value) in options.Settings)
        {
            settings[key] = value;
        }

        return settings;
    }
}
