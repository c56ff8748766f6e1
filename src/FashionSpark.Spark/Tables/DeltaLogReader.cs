using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Tables;

/// <summary>
/// Reads a table's log through Spark, since the driver may not see the table's storage, and no statement of Delta Lake
/// tells application transactions. Only lines that matter leave the executors.
/// </summary>
internal sealed class DeltaLogReader
{
    private const string File = "file";
    private const string Value = "value";
    private readonly SparkConnectClient _client;

    public DeltaLogReader(SparkConnectClient client) => _client = client;

    /// <summary>Null where there is no table.</summary>
    /// <exception cref="TableNotFoundException">The table has not that version.</exception>
    public async Task<DeltaState?> ReadAsync(SparkTable table, long? version, CancellationToken cancellation)
    {
        List<(long Version, string Line)> commits = await LinesAsync(Commits(table), cancellation).ConfigureAwait(false);
        if (commits.Count == 0)
        {
            return null;
        }

        long newest = commits.Max(line => line.Version);
        long target = version ?? newest;
        if (target < 0 || target > newest)
        {
            throw new TableNotFoundException($"Table '{table.Text}' has no version {target}; its newest is {newest}.");
        }

        var replay = new DeltaLogReplay();
        long from = 0;
        if (commits.Min(line => line.Version) > 0)
        {
            // Old commits have been cleaned away: a checkpoint says what they said.
            from = await ApplyCheckpointAsync(table, target, replay, cancellation).ConfigureAwait(false);
        }

        foreach ((long commit, string line) in commits.Where(line => line.Version >= from && line.Version <= target).OrderBy(line => line.Version))
        {
            replay.Apply(line, commit);
        }

        return replay.Build(table.Text, target);
    }

    private async Task<long> ApplyCheckpointAsync(SparkTable table, long target, DeltaLogReplay replay, CancellationToken cancellation)
    {
        List<(long Version, string Line)> lines = await LinesAsync(Checkpoints(table), cancellation).ConfigureAwait(false);
        long? checkpoint = lines.Where(line => line.Version <= target).Max(line => (long?)line.Version);
        foreach ((_, string line) in lines.Where(line => line.Version == checkpoint))
        {
            replay.Apply(line, version: null);
        }

        return checkpoint + 1 ?? 0;
    }

    private static Relation Commits(SparkTable table) => Relations.ReadFiles("text", [$"{SparkTable.Pattern(table.Text.TrimEnd('/'))}/_delta_log/*.json"])
        .Filter(Expressions.Sql("value LIKE '{\"txn\"%' OR value LIKE '{\"metaData\"%' OR value LIKE '{\"commitInfo\"%'"))
        .Project([Expressions.Sql("_metadata.file_name").As(File), Expressions.Column(Value)]);

    private static Relation Checkpoints(SparkTable table) => Relations.ReadFiles("parquet", [$"{SparkTable.Pattern(table.Text.TrimEnd('/'))}/_delta_log/*.checkpoint*.parquet"])
        .Filter(Expressions.Sql("txn IS NOT NULL OR metaData IS NOT NULL"))
        .Project([
            Expressions.Sql("_metadata.file_name").As(File),
            Expressions.Sql("to_json(named_struct('txn', txn, 'metaData', metaData))").As(Value),
        ]);

    private async Task<List<(long Version, string Line)>> LinesAsync(Relation relation, CancellationToken cancellation)
    {
        var lines = new List<(long, string)>();
        try
        {
            await foreach (RecordBatch batch in _client.CollectAsync(relation, progress: null, cancellation).ConfigureAwait(false))
            {
                StringArray files = batch.Column<StringArray>(File);
                StringArray values = batch.Column<StringArray>(Value);
                for (int row = 0; row < batch.Length; row++)
                {
                    if (DeltaLogReplay.VersionOf(files.GetString(row)) is long version)
                    {
                        lines.Add((version, values.GetString(row)));
                    }
                }
            }
        }
        catch (SparkException e) when (e.Is("PATH_NOT_FOUND"))
        {
            return [];
        }

        return lines;
    }
}
