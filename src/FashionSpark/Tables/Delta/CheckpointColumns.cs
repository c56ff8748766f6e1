using Parquet;
using Parquet.Schema;

namespace FashionSpark.Tables;

/// <summary>The nested columns of a row group of a checkpoint, a value or a list of values a row.</summary>
internal sealed class CheckpointColumns
{
    private readonly ParquetRowGroupReader _rowGroup;
    private readonly DataField[] _fields;

    public CheckpointColumns(ParquetRowGroupReader rowGroup, ParquetSchema schema)
    {
        _rowGroup = rowGroup;
        _fields = schema.DataFields;
        Rows = checked((int)rowGroup.RowCount);
    }

    public int Rows { get; }

    /// <summary>A column such as <c>add.size</c>; nulls where the file has no such column.</summary>
    public T?[] Values<T>(string path)
        where T : struct
    {
        T?[] rows = new T?[Rows];
        if (Find(path) is not DataField field)
        {
            return rows;
        }

        (T[] values, int[] definitions, _) = Read<T>(field);
        int next = 0;
        for (int i = 0; i < Rows; i++)
        {
            rows[i] = definitions[i] == field.MaxDefinitionLevel ? values[next++] : null;
        }

        return rows;
    }

    public string?[] Texts(string path) => [.. Values<ReadOnlyMemory<char>>(path).Select(value => value?.ToString())];

    /// <summary>The values of a list or of a side of a map, by the path of its leaf; null where the list is null.</summary>
    public List<string?>?[] Lists(string leafPath)
    {
        List<string?>?[] rows = new List<string?>?[Rows];
        if (Find(leafPath) is not DataField field)
        {
            return rows;
        }

        (ReadOnlyMemory<char>[] values, int[] definitions, int[] repetitions) = Read<ReadOnlyMemory<char>>(field);
        int elementLevel = field.MaxDefinitionLevel - (field.IsNullable ? 1 : 0);
        int next = 0;
        int row = -1;
        for (int i = 0; i < definitions.Length; i++)
        {
            if (repetitions[i] == 0)
            {
                row++;
                rows[row] = definitions[i] >= elementLevel - 1 ? [] : null;
            }

            if (definitions[i] >= elementLevel)
            {
                rows[row]!.Add(definitions[i] == field.MaxDefinitionLevel ? values[next++].ToString() : null);
            }
        }

        return rows;
    }

    public Dictionary<string, string?>?[] Maps(string path)
    {
        List<string?>?[] keys = Lists($"{path}.key_value.key");
        List<string?>?[] values = Lists($"{path}.key_value.value");
        return [.. keys.Zip(values, (key, value) => key is null || value is null
            ? null
            : key.Zip(value).ToDictionary(pair => pair.First!, pair => pair.Second, StringComparer.Ordinal))];
    }

    private DataField? Find(string path) => _fields.FirstOrDefault(field => string.Join('.', field.Path.ToList()) == path);

    private (T[] Values, int[] Definitions, int[] Repetitions) Read<T>(DataField field)
        where T : struct
    {
        int slots = checked((int)_rowGroup.GetMetadata(field)!.MetaData!.NumValues);
        T[] values = new T[slots];
        int[] definitions = new int[slots];
        int[] repetitions = new int[slots];
        _rowGroup.ReadRawAsync(field, values.AsMemory(), definitions, field.MaxRepetitionLevel > 0 ? repetitions.AsMemory() : default(Memory<int>?))
            .AsTask().GetAwaiter().GetResult();
        return (values, definitions, repetitions);
    }
}
