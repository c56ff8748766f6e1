using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;

namespace FashionSpark.Spark.Tables;

/// <summary>
/// Describes a table of the catalog by statements alone: under Unity Catalog nobody may read its log. Transactions are
/// those that <see cref="UserMetadata"/> left in the history.
/// </summary>
internal sealed class DeltaHistoryReader
{
    private readonly SparkConnectClient _client;

    public DeltaHistoryReader(SparkConnectClient client) => _client = client;

    /// <inheritdoc cref="DeltaLogReader.ReadAsync"/>
    public async Task<DeltaState?> ReadAsync(SparkTable table, long? version, CancellationToken cancellation)
    {
        var history = new List<(long Version, string? UserMetadata)>();
        try
        {
            await foreach (RecordBatch batch in _client.SqlAsync($"DESCRIBE HISTORY {table.Sql}", cancellation).ConfigureAwait(false))
            {
                Int64Array versions = batch.Column<Int64Array>("version");
                StringArray metadata = batch.Column<StringArray>("userMetadata");
                history.AddRange(Enumerable.Range(0, batch.Length).Select(row => (versions.GetValue(row)!.Value, (string?)metadata.GetString(row))));
            }
        }
        catch (SparkException e) when (e.Is("TABLE_OR_VIEW_NOT_FOUND") || e.Is("DELTA_TABLE_NOT_FOUND") || e.Is("DELTA_MISSING_DELTA_TABLE"))
        {
            return null;
        }

        long newest = history.Count == 0 ? 0 : history.Max(commit => commit.Version);
        long target = version ?? newest;
        if (target < 0 || target > newest)
        {
            throw new TableNotFoundException($"Table '{table.Text}' has no version {target}; its newest is {newest}.");
        }

        Schema schema = await _client.SchemaAsync(DeltaReads.Relation(table, target), cancellation).ConfigureAwait(false);
        (IReadOnlyList<string> partitionColumns, IReadOnlyDictionary<string, string> properties) = await DetailAsync(table, cancellation).ConfigureAwait(false);
        var transactions = new Dictionary<string, long>(StringComparer.Ordinal);
        var commits = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((long commit, string? metadata) in history.Where(commit => commit.Version <= target).OrderBy(commit => commit.Version))
        {
            if (UserMetadata.TryParse(metadata) is (string appId, long transaction))
            {
                transactions[appId] = transaction;
                commits[appId] = commit;
            }
        }

        return new DeltaState(new DeltaTableInfo(table.Text, target, schema, partitionColumns, properties, transactions), commits, new Dictionary<long, long>());
    }

    private async Task<(IReadOnlyList<string> PartitionColumns, IReadOnlyDictionary<string, string> Properties)> DetailAsync(SparkTable table, CancellationToken cancellation)
    {
        await foreach (RecordBatch batch in _client.SqlAsync($"DESCRIBE DETAIL {table.Sql}", cancellation).ConfigureAwait(false))
        {
            var columns = (StringArray)batch.Column<ListArray>("partitionColumns").GetSlicedValues(0);
            MapArray map = batch.Column<MapArray>("properties");
            var entries = (StructArray)map.GetSlicedValues(0);
            var keys = (StringArray)entries.Fields[0];
            var values = (StringArray)entries.Fields[1];
            return (
                [.. Enumerable.Range(0, columns.Length).Select(i => columns.GetString(i))],
                Enumerable.Range(0, entries.Length).ToDictionary(i => keys.GetString(i), i => values.GetString(i), StringComparer.Ordinal));
        }

        return ([], new Dictionary<string, string>());
    }
}
