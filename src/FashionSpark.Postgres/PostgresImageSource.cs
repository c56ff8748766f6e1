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
    private SpoolFolder? _spool;

    public PostgresImageSource(string database, PostgresRelation relation, PostgresOutline outline)
    {
        _database = database;
        _relation = relation;
        _outline = outline;
    }

    public IReadOnlyList<string> Classes => _outline.Classes;

    public IReadOnlyList<string> DeclaredSplits => _outline.Splits;

    public long? Count => _outline.Count;

    public int DefaultSize => 224;

    public int DefaultChannels => 3;

    public IDataset Open(IEngine engine, int partitions)
    {
        _spool ??= SpoolFolder.For(engine);
        var options = new ReadPostgresOptions(_database, _relation, _outline.KeyType, Classes, partitions, _spool?.Path);
        List<object?[]> numbers = [.. Enumerable.Range(0, partitions).Select(p => (object?[])[p])];
        return engine.FromRows(RowBatch.Create(ReadPostgresFunction.PartSchema, numbers), partitions)
            .MapPartitions(PartitionFunctionSpec.Create(ReadPostgresFunction.Name, options));
    }

    public void Dispose() => _spool?.Dispose();
}
