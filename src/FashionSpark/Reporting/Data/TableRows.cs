using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Reporting;

/// <summary>Reads rows of the warehouse's tables; a table that is not there has none.</summary>
internal sealed class TableRows
{
    private readonly IEngine _engine;
    private readonly string _warehouse;

    public TableRows(IEngine engine, string warehouse)
    {
        _engine = engine;
        _warehouse = warehouse;
    }

    /// <param name="table">Name of the table.</param>
    /// <param name="columns">The columns to read; one that an older table lacks makes it count as absent.</param>
    /// <param name="read">A row of a batch as a record; null leaves it out.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<List<TRow>> ReadAsync<TRow>(string table, string[] columns, Func<RecordBatch, int, TRow?> read, CancellationToken cancellation)
        where TRow : class
    {
        string path = Path.Combine(_warehouse, table);
        var rows = new List<TRow>();
        DeltaTableInfo? info = await _engine.DescribeDeltaAsync(path, null, cancellation).ConfigureAwait(false);
        if (info is null || columns.Any(column => info.Schema.IndexOf(column) < 0))
        {
            return rows;
        }

        await foreach (RecordBatch batch in _engine.ReadDelta(new DeltaRead(path, info.Version, columns)).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            for (int row = 0; row < batch.Length; row++)
            {
                if (read(batch, row) is { } found)
                {
                    rows.Add(found);
                }
            }
        }

        return rows;
    }
}
