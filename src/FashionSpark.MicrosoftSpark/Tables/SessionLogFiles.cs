using FashionSpark.Spark.Tables;
using Microsoft.Spark.Sql;

namespace FashionSpark.MicrosoftSpark.Tables;

/// <summary>Lines of a table's log, through Microsoft.Spark.</summary>
internal sealed class SessionLogFiles : ILogFiles
{
    private readonly SparkSession _session;
    private readonly SparkJobs _jobs;

    public SessionLogFiles(SparkSession session, SparkJobs jobs)
    {
        _session = session;
        _jobs = jobs;
    }

    public async Task<IReadOnlyList<(string File, string Value)>> ReadAsync(LogFiles files, CancellationToken cancellation) => await _jobs.RunAsync(
        () => _session.Read().Format(files.Format).Load(files.Pattern).Filter(files.Condition).SelectExpr(LogFiles.FileName, files.Value).Collect()
            .Select(row => (row.GetAs<string>(0), row.GetAs<string>(1))).ToArray(),
        cancellation).ConfigureAwait(false);
}
