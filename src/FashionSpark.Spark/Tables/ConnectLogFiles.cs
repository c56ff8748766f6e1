using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Tables;

/// <summary>Lines of a table's log, through Spark Connect.</summary>
internal sealed class ConnectLogFiles : ILogFiles
{
    private const string File = "file";
    private const string Value = "value";
    private readonly SparkConnectClient _client;

    public ConnectLogFiles(SparkConnectClient client) => _client = client;

    public async Task<IReadOnlyList<(string File, string Value)>> ReadAsync(LogFiles files, CancellationToken cancellation)
    {
        Relation relation = Relations.ReadFiles(files.Format, [files.Pattern])
            .Filter(Expressions.Sql(files.Condition))
            .Project([Expressions.Sql(LogFiles.FileName).As(File), Expressions.Sql(files.Value).As(Value)]);
        var lines = new List<(string, string)>();
        await foreach (RecordBatch batch in _client.CollectAsync(relation, progress: null, cancellation).ConfigureAwait(false))
        {
            StringArray names = batch.Column<StringArray>(File);
            StringArray values = batch.Column<StringArray>(Value);
            lines.AddRange(Enumerable.Range(0, batch.Length).Select(row => (names.GetString(row), values.GetString(row))));
        }

        return lines;
    }
}
