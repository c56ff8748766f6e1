using FashionSpark.Datasets;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;

namespace FashionSpark.Postgres;

/// <summary>Images in PostgreSQL. A partition reads the rows whose key has its hash, so any key and any query can be cut.</summary>
internal sealed class PostgresImageSource : IImageSource
{
    private readonly string _database;
    private readonly PostgresRelation _relation;
    private readonly PostgresOutline _outline;
    private readonly Func<string?, PartitionFunctionSpec>? _fetch;
    private SpoolFolder? _spool;

    /// <param name="database">The database's name without a password.</param>
    /// <param name="relation">The table or query.</param>
    /// <param name="outline">What it holds.</param>
    /// <param name="fetch">From addresses to images, with the spool's folder; null = the relation has the images.</param>
    public PostgresImageSource(string database, PostgresRelation relation, PostgresOutline outline, Func<string?, PartitionFunctionSpec>? fetch)
    {
        _database = database;
        _relation = relation;
        _outline = outline;
        _fetch = fetch;
    }

    public IReadOnlyList<string> Classes => _outline.Classes;

    public IReadOnlyList<string> DeclaredSplits => _outline.Splits;

    public long? Count => _outline.Count;

    public int DefaultSize => 224;

    public int DefaultChannels => 3;

    public IDataset Open(IEngine engine, int partitions)
    {
        _spool ??= SpoolFolder.For(engine);
        var options = new ReadPostgresOptions(_database, _relation, _outline.KeyType, Classes, partitions, _fetch is null ? _spool?.Path : null);
        List<object?[]> numbers = [.. Enumerable.Range(0, partitions).Select(p => (object?[])[p])];
        IDataset rows = engine.FromRows(RowBatch.Create(ReadPostgresFunction.PartSchema, numbers), partitions)
            .MapPartitions(PartitionFunctionSpec.Create(ReadPostgresFunction.Name, options));
        return _fetch is null ? rows : rows.MapPartitions(_fetch(_spool?.Path));
    }

    public void Dispose() => _spool?.Dispose();
}
