namespace FashionSpark.Spark.Tables;

/// <summary>Spark's errors that every engine has a type for.</summary>
internal static class DeltaErrors
{
    /// <summary>The error as the seam names it, or itself.</summary>
    public static Exception Translate(SparkException error, string table)
    {
        if (IsConflict(error))
        {
            return new CommitConflictException($"Another writer changed table '{table}' in a way that this write cannot follow; run again. Spark says: {error.Message}", error);
        }

        return IsMissing(error) ? new TableNotFoundException($"There is no Delta table at '{table}', or not that version. Spark says: {error.Message}", error) : error;
    }

    /// <summary>Whether Delta Lake refused a write, perhaps because the rows do not fit the table: every version has other classes for that.</summary>
    public static bool IsRefusal(SparkException error) =>
        error.ErrorClass?.StartsWith("DELTA_", StringComparison.Ordinal) == true || error.ErrorClass?.StartsWith("_LEGACY_ERROR_TEMP_DELTA_", StringComparison.Ordinal) == true;

    private static bool IsConflict(SparkException error) =>
        error.Is("DeltaConcurrentModificationException")
        || error.ErrorClass?.StartsWith("DELTA_CONCURRENT_", StringComparison.Ordinal) == true
        || error.ErrorClass is "DELTA_METADATA_CHANGED" or "DELTA_PROTOCOL_CHANGED";

    private static bool IsMissing(SparkException error) =>
        error.ErrorClass is "DELTA_PATH_DOES_NOT_EXIST" or "DELTA_TABLE_ONLY_OPERATION" or "DELTA_MISSING_DELTA_TABLE" or "DELTA_TABLE_NOT_FOUND" or "DELTA_VERSION_NOT_FOUND"
            or "DELTA_CANNOT_TIME_TRAVEL_VERSION_NOT_FOUND" or "TABLE_OR_VIEW_NOT_FOUND"
        || error.Is("VersionNotFoundException")
        || (error.Is("FileNotFoundException") && error.Message.Contains("_delta_log", StringComparison.Ordinal));
}
