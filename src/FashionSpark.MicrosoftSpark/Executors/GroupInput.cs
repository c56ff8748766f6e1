using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>A group of Spark's as the partition that it stands for.</summary>
internal sealed class GroupInput
{
    private readonly RecordBatch _group;
    private readonly Schema _schema;

    /// <param name="group">Columns of <see cref="GroupColumns"/>, a row a chunk.</param>
    /// <param name="schema">Schema of the partition's rows.</param>
    public GroupInput(RecordBatch group, Schema schema)
    {
        _group = group;
        _schema = schema;
    }

    public int Partition => _group.Column<Int32Array>(GroupColumns.Partition).GetValue(0)!.Value;

    /// <summary>The rows in order, in batches of at most <see cref="GroupColumns.BatchRows"/>; Spark gives a group's chunks in no order.</summary>
    public IEnumerable<RecordBatch> Batches(Wire wire)
    {
        Int64Array numbers = _group.Column<Int64Array>(GroupColumns.Chunk);
        IEnumerable<int> chunks = Enumerable.Range(0, _group.Length).OrderBy(row => numbers.GetValue(row));
        return wire == Wire.Packed
            ? chunks.SelectMany(row => PackedRows.Read(_group.Column<BinaryArray>(GroupColumns.Packed).GetBytes(row).ToArray()))
            : chunks.SelectMany(Columns);
    }

    private IEnumerable<RecordBatch> Columns(int chunk)
    {
        ListArray lists = _group.Column<ListArray>(GroupColumns.Rows);
        if (lists.IsNull(chunk))
        {
            yield break;
        }

        var rows = (StructArray)((StructArray)lists.Values).Fields[1];
        int end = lists.ValueOffsets[chunk + 1];
        for (int start = lists.ValueOffsets[chunk]; start < end; start += GroupColumns.BatchRows)
        {
            int length = Math.Min(GroupColumns.BatchRows, end - start);
            yield return new RecordBatch(_schema, rows.Fields.Select(column => ArrowArrayFactory.Slice(column, start, length)), length);
        }
    }
}
