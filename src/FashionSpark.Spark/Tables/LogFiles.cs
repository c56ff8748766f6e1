namespace FashionSpark.Spark.Tables;

/// <summary>Files of a table's log, and which lines of them matter.</summary>
/// <param name="Format">Spark's name of the format.</param>
/// <param name="Pattern">The files.</param>
/// <param name="Condition">SQL: the lines that matter.</param>
/// <param name="Value">SQL: a line as JSON of one or several actions.</param>
internal sealed record LogFiles(string Format, string Pattern, string Condition, string Value)
{
    /// <summary>SQL of the name of a line's file.</summary>
    public const string FileName = "_metadata.file_name";

    public static LogFiles Commits(SparkTable table) => new(
        "text", $"{Folder(table)}/*.json", "value LIKE '{\"txn\"%' OR value LIKE '{\"metaData\"%' OR value LIKE '{\"commitInfo\"%'", "value");

    public static LogFiles Checkpoints(SparkTable table) => new(
        "parquet", $"{Folder(table)}/*.checkpoint*.parquet", "txn IS NOT NULL OR metaData IS NOT NULL", "to_json(named_struct('txn', txn, 'metaData', metaData))");

    private static string Folder(SparkTable table) => $"{SparkTable.Pattern(table.Text.TrimEnd('/'))}/_delta_log";
}
