using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Plans;

namespace FashionSpark.Spark.Tables;

/// <summary>What Delta tables say of themselves, and their properties; by path or by name.</summary>
internal sealed class TableStore
{
    private readonly SparkConnectClient _client;
    private readonly DeltaLogReader _log;
    private readonly DeltaHistoryReader _history;

    public TableStore(SparkConnectClient client)
    {
        _client = client;
        _log = new DeltaLogReader(new ConnectLogFiles(client));
        _history = new DeltaHistoryReader(client);
    }

    /// <summary>Null where there is no table.</summary>
    public Task<DeltaState?> ReadAsync(SparkTable table, long? version, CancellationToken cancellation) =>
        table.IsName ? _history.ReadAsync(table, version, cancellation) : _log.ReadAsync(table, version, cancellation);

    /// <exception cref="TableNotFoundException">There is no table.</exception>
    public async Task<long> NewestVersionAsync(SparkTable table, CancellationToken cancellation)
    {
        await foreach (RecordBatch batch in _client.SqlAsync($"DESCRIBE HISTORY {table.Sql} LIMIT 1", cancellation).ConfigureAwait(false))
        {
            return batch.Column<Int64Array>("version").GetValue(0)!.Value;
        }

        throw new TableNotFoundException($"'{table.Text}' is not a Delta table: its history is empty.");
    }

    /// <summary>Sets what differs in a commit of its own; without a difference nothing is written.</summary>
    /// <returns>The version with the properties.</returns>
    public async Task<long> SetPropertiesAsync(SparkTable table, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation)
    {
        DeltaState state = await ReadAsync(table, null, cancellation).ConfigureAwait(false)
            ?? throw new TableNotFoundException($"There is no Delta table at '{table.Text}'.");
        if (SetProperties(table, state, properties) is not { } statement)
        {
            return state.Info.Version;
        }

        try
        {
            await foreach (RecordBatch batch in _client.SqlAsync(statement, cancellation).ConfigureAwait(false))
            {
                batch.Dispose();
            }
        }
        catch (SparkException e) when (DeltaErrors.Translate(e, table.Text) is var error && error != e)
        {
            throw error;
        }

        return await NewestVersionAsync(table, cancellation).ConfigureAwait(false);
    }

    /// <summary>The statement that sets the properties which differ; null where none does.</summary>
    public static string? SetProperties(SparkTable table, DeltaState state, IReadOnlyDictionary<string, string> properties)
    {
        KeyValuePair<string, string>[] changes =
            [.. properties.Where(property => !state.Info.Properties.TryGetValue(property.Key, out string? value) || value != property.Value)];
        string list = string.Join(", ", changes.Select(change => $"{Expressions.QuoteText(change.Key)} = {Expressions.QuoteText(change.Value)}"));
        return changes.Length == 0 ? null : $"ALTER TABLE {table.Sql} SET TBLPROPERTIES ({list})";
    }
}
