namespace FashionSpark.Spark.Tables;

/// <summary>Reads log files through Spark.</summary>
internal interface ILogFiles
{
    /// <returns>The name of its file and the line, in any order.</returns>
    /// <exception cref="SparkException">PATH_NOT_FOUND where there is no such file.</exception>
    Task<IReadOnlyList<(string File, string Value)>> ReadAsync(LogFiles files, CancellationToken cancellation);
}
