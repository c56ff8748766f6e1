using Parquet;
using Parquet.Schema;

namespace FashionSpark.Tables;

/// <summary>The columns of a classic checkpoint and where their values come from, in the order in which they are written.</summary>
internal sealed class CheckpointLayout
{
    private readonly List<(string Action, Func<CheckpointRow, bool> Present, List<Field> Fields)> _structs = [];
    private readonly List<Action<ParquetRowGroupWriter, IReadOnlyList<CheckpointRow>>> _writers = [];

    public CheckpointLayout()
    {
        Begin("txn", row => row.Transaction is not null);
        Text("appId", row => row.Transaction!.Value.AppId);
        Value<long>("version", row => row.Transaction!.Value.Version);
        Begin("add", row => row.Add is not null);
        Text("path", row => row.Add!.LogPath);
        Map("partitionValues", row => row.Add!.PartitionValues);
        Value<long>("size", row => row.Add!.Bytes);
        Value<long>("modificationTime", row => row.Add!.ModificationTime);
        Value<bool>("dataChange", _ => false);
        Text("stats", row => row.Add!.Stats);
        Map("tags", row => row.Add!.Tags?.Select(tag => KeyValuePair.Create(tag.Key, (string?)tag.Value)));
        Begin("remove", row => row.Remove is not null);
        Text("path", row => row.Remove!.LogPath);
        Value<long>("deletionTimestamp", row => row.Remove!.DeletionTimestamp);
        Value<bool>("dataChange", _ => false);
        Value<bool>("extendedFileMetadata", row => row.Remove!.PartitionValues is not null && row.Remove.Bytes is not null);
        Map("partitionValues", row => row.Remove!.PartitionValues);
        Value<long>("size", row => row.Remove!.Bytes);
        Begin("metaData", row => row.Metadata is not null);
        Text("id", row => row.Metadata!.Id);
        Text("name", row => row.Metadata!.Name);
        Text("description", row => row.Metadata!.Description);
        Format();
        Text("schemaString", row => row.Metadata!.SchemaString);
        List("partitionColumns", row => row.Metadata!.PartitionColumns);
        Map("configuration", row => row.Metadata!.Configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        Value<long>("createdTime", row => row.Metadata!.CreatedTime);
        Begin("protocol", row => row.Protocol is not null);
        Value<int>("minReaderVersion", row => row.Protocol!.MinReaderVersion);
        Value<int>("minWriterVersion", row => row.Protocol!.MinWriterVersion);
        List("readerFeatures", row => row.Protocol!.MinReaderVersion >= 3 ? row.Protocol.ReaderFeatures : null);
        List("writerFeatures", row => row.Protocol!.MinWriterVersion >= 7 ? row.Protocol.WriterFeatures : null);
        Schema = new ParquetSchema([.. _structs.Select(action => new StructField(action.Action, [.. action.Fields]))]);
    }

    public ParquetSchema Schema { get; }

    public void Write(ParquetRowGroupWriter rowGroup, IReadOnlyList<CheckpointRow> rows) => _writers.ForEach(write => write(rowGroup, rows));

    private void Begin(string action, Func<CheckpointRow, bool> present) => _structs.Add((action, present, []));

    private void Text(string name, Func<CheckpointRow, string?> read)
    {
        DataField<string> field = new(name, nullable: true);
        _structs[^1].Fields.Add(field);
        Add<ReadOnlyMemory<char>>(field, row => read(row) is string text ? text.AsMemory() : null);
    }

    private void Value<T>(string name, Func<CheckpointRow, T?> read)
        where T : struct
    {
        DataField<T> field = new(name, nullable: true);
        _structs[^1].Fields.Add(field);
        Add(field, read);
    }

    private void Add<T>(DataField field, Func<CheckpointRow, T?> read)
        where T : struct
    {
        Func<CheckpointRow, bool> present = _structs[^1].Present;
        _writers.Add((rowGroup, rows) => LevelWriter.WriteValues(rowGroup, field, rows, present, read));
    }

    private void List(string name, Func<CheckpointRow, IEnumerable<string?>?> read)
    {
        DataField<string> element = new("element", nullable: true);
        _structs[^1].Fields.Add(new ListField(name, element));
        AddRepeated(element, read);
    }

    private void Map(string name, Func<CheckpointRow, IEnumerable<KeyValuePair<string, string?>>?> read)
    {
        (DataField key, DataField value, Field map) = MapOf(name);
        _structs[^1].Fields.Add(map);
        AddRepeated(key, row => read(row)?.Select(pair => pair.Key));
        AddRepeated(value, row => read(row)?.Select(pair => pair.Value));
    }

    /// <summary><c>metaData.format</c>: provider parquet, no options.</summary>
    private void Format()
    {
        DataField<string> provider = new("provider", nullable: true);
        (DataField key, DataField value, Field options) = MapOf("options");
        _structs[^1].Fields.Add(new StructField("format", provider, options));
        Add<ReadOnlyMemory<char>>(provider, _ => "parquet".AsMemory());
        AddRepeated(key, _ => []);
        AddRepeated(value, _ => []);
    }

    private static (DataField Key, DataField Value, Field Map) MapOf(string name)
    {
        DataField<string> key = new("key", nullable: false);
        DataField<string> value = new("value", nullable: true);
        return (key, value, new MapField(name, key, value));
    }

    private void AddRepeated(DataField leaf, Func<CheckpointRow, IEnumerable<string?>?> read)
    {
        Func<CheckpointRow, bool> present = _structs[^1].Present;
        _writers.Add((rowGroup, rows) => LevelWriter.WriteRepeated(rowGroup, leaf, rows, present, read));
    }
}
