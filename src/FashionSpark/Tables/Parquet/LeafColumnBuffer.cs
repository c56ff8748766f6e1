using Apache.Arrow;
using Parquet;
using Parquet.Schema;

namespace FashionSpark.Tables;

/// <summary>Buffers a column of plain values, or of lists of them, with its definition and repetition levels.</summary>
internal sealed class LeafColumnBuffer<T> : ColumnBuffer
    where T : struct
{
    private readonly DataField _field;
    private readonly ArrowValue<T> _read;
    private readonly Func<T, int> _size;
    private readonly ValueRange<T>? _range;
    private readonly Action? _written;
    private readonly bool _list;
    private readonly GrowableArray<T> _values = new();
    private readonly GrowableArray<int> _definitions = new();
    private readonly GrowableArray<int> _repetitions = new();

    /// <param name="list">The column is a list of these values.</param>
    /// <param name="written">Called when the values are no longer needed.</param>
    /// <param name="range">Follows least and greatest; null = the column has no bounds.</param>
    public LeafColumnBuffer(DataField field, bool list, ArrowValue<T> read, Func<T, int> size, ValueRange<T>? range, Action? written = null)
    {
        _written = written;
        _field = field;
        _list = list;
        _read = read;
        _size = size;
        _range = list ? null : range;
    }

    public override void Append(IArrowArray array, int start, int count)
    {
        if (_list)
        {
            AppendLists((ListArray)array, start, count);
            GC.KeepAlive(array);
            return;
        }

        int present = _field.MaxDefinitionLevel;
        for (int i = start; i < start + count; i++)
        {
            if (array.IsNull(i))
            {
                NullCount++;
                _definitions.Add(0);
                continue;
            }

            if (present > 0)
            {
                _definitions.Add(present);
            }

            T value = Add(array, i);
            _range?.Add(value);
        }

        // Its native memory would be freed as soon as the last read of it began.
        GC.KeepAlive(array);
    }

    public override void WriteTo(ParquetRowGroupWriter rowGroup)
    {
        rowGroup.WriteAllPartsAsync(
            _field,
            _values.Memory,
            _field.MaxDefinitionLevel > 0 ? _definitions.Memory : default(ReadOnlyMemory<int>?),
            _field.MaxRepetitionLevel > 0 ? _repetitions.Memory : default(ReadOnlyMemory<int>?),
            CancellationToken.None).GetAwaiter().GetResult();
        _values.Clear();
        _definitions.Clear();
        _repetitions.Clear();
        _written?.Invoke();
        Bytes = 0;
    }

    public override ColumnStatistics? Statistics(string column) =>
        _list ? null : new ColumnStatistics(column, _range?.Min, _range?.Max, NullCount);

    private void AppendLists(ListArray array, int start, int count)
    {
        // Levels of a nullable list: 0 = null, 1 = empty, then null element (where elements may be null) and value.
        IArrowArray values = array.Values;
        ReadOnlySpan<int> offsets = array.ValueOffsets;
        int present = _field.MaxDefinitionLevel;
        for (int i = start; i < start + count; i++)
        {
            bool isNull = array.IsNull(i);
            if (isNull || offsets[i + 1] == offsets[i])
            {
                NullCount += isNull ? 1 : 0;
                _definitions.Add(isNull ? 0 : 1);
                _repetitions.Add(0);
                continue;
            }

            for (int j = offsets[i]; j < offsets[i + 1]; j++)
            {
                bool elementIsNull = values.IsNull(j);
                _definitions.Add(elementIsNull ? present - 1 : present);
                _repetitions.Add(j == offsets[i] ? 0 : 1);
                if (!elementIsNull)
                {
                    _ = Add(values, j);
                }
            }
        }
    }

    private T Add(IArrowArray array, int index)
    {
        T value = _read(array, index);
        _values.Add(value);
        Bytes += _size(value);
        return value;
    }
}
