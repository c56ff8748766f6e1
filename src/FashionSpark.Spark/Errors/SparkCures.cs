namespace FashionSpark.Spark;

/// <summary>What to do about what Spark itself says: its words tell what is wrong, seldom how to mend it.</summary>
public static class SparkCures
{
    public const string Delta =
        "Start the server with --packages io.delta:delta-spark_2.12:3.3.2 (Spark 3.5) or io.delta:delta-spark_4.1_2.13:4.3.1 (Spark 4.1), " +
        "--conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension and --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog.";

    private const string PythonVersion =
        "Executors have another Python than was said or found at first, or several: start the Connect server with PYSPARK_PYTHON set to one path that names the same version on every executor, and that version as --executor-python where you name one.";

    private const string Program =
        "The executors can start neither Python nor our worker. For the direct door start the Connect server with PYSPARK_PYTHON=<path of fashionspark-worker on the executors>, " +
        "where every executor may run it; for the bridge install python3 with pyarrow and numpy there.";

    private const string Heap =
        "The JVM of an executor has too little memory: start the cluster's application with more spark.executor.memory, or use a smaller --batch-rows.";

    /// <summary>While a task computes; while Spark reads Parquet; and how Spark names an executor that ended by it.</summary>
    private static readonly string[] OutOfHeap =
        ["java.lang.OutOfMemoryError: Java heap space", "Cannot reserve additional contiguous bytes in the vectorized reader", "Command exited with code 52"];

    /// <summary>Without its settings; without its jars, on 4.1 and 3.5; with its settings, but not its jars.</summary>
    private static readonly string[] NoDelta =
    [
        "DELTA_CONFIGURE_SPARK_SESSION_WITH_EXTENSION_AND_CATALOG", "Failed to find the data source: delta", "Failed to find data source: delta",
        "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    ];

    /// <summary>The cure, or null where there is none to tell.</summary>
    /// <param name="message">What Spark says.</param>
    internal static string? Find(string message) => message switch
    {
        _ when NoDelta.Any(words => Says(message, words)) => $"The Spark server has no Delta Lake, or is not set up for it. {Delta}",
        _ when Says(message, "PYTHON_VERSION_MISMATCH") => PythonVersion,
        _ when Says(message, "Cannot run program") => Program,
        _ when OutOfHeap.Any(words => Says(message, words)) => Heap,
        _ => null,
    };

    private static bool Says(string message, string part) => message.Contains(part, StringComparison.Ordinal);
}
