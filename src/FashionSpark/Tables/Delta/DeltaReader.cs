using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Tables;

/// <summary>Reads rows of a table version, a data file at a time. Immutable, so that threads can share it.</summary>
public sealed class DeltaReader
{
    private readonly DeltaSnapshot _table;
    private readonly Schema _fileSchema;

    /// <param name="table">The version to read; <see cref="DeltaRead.Path"/> and <see cref="DeltaRead.Version"/> are not looked at.</param>
    /// <param name="read">Columns and partitions.</param>
    /// <exception cref="InvalidInputException">A column the table lacks, or a filter on a column that is no partition column.</exception>
    public DeltaReader(DeltaSnapshot table, DeltaRead read)
    {
        _table = table;
        Schema = read.Columns is null
            ? table.Schema
            : new Schema([.. read.Columns.Select(name => Find(table, name))], metadata: null);
        _fileSchema = new Schema([.. Schema.FieldsList.Where(field => !table.PartitionColumns.Contains(field.Name))], metadata: null);
        Files = Select(table, read.Partitions);
    }

    /// <summary>Opens the version that the read asks for.</summary>
    /// <inheritdoc cref="DeltaTable.Open"/>
    public static DeltaReader Open(DeltaRead read) => new(DeltaTable.Open(read.Path, read.Version), read);

    /// <summary>Columns of the batches.</summary>
    public Schema Schema { get; }

    /// <summary>The files that hold the rows, in ordinal order of their paths.</summary>
    public IReadOnlyList<DeltaFile> Files { get; }

    /// <summary>Reads one of <see cref="Files"/> in order.</summary>
    /// <param name="maxRows">Most rows of a batch.</param>
    /// <exception cref="TableCorruptException">The file is missing, damaged or of other types than the table.</exception>
    public IEnumerable<RecordBatch> Read(DeltaFile file, int maxRows = ParquetLimits.BatchRows)
    {
        using ParquetFileReader reader = new(_table.FullPath(file));

        // Constant columns are made once for the longest batch; shorter batches take a slice.
        Dictionary<string, IArrowArray> constants = Schema.FieldsList
            .Where(field => _table.PartitionColumns.Contains(field.Name))
            .ToDictionary(
                field => field.Name,
                field => PartitionValue.Repeat(field, file.PartitionValues.GetValueOrDefault(field.Name), (int)Math.Min(maxRows, reader.RowCount)),
                StringComparer.Ordinal);
        foreach (RecordBatch rows in reader.Read(_fileSchema, maxRows))
        {
            yield return constants.Count == 0 ? rows : WithConstants(rows, constants);
        }
    }

    private RecordBatch WithConstants(RecordBatch rows, Dictionary<string, IArrowArray> constants)
    {
        int next = 0;
        IArrowArray[] columns = new IArrowArray[Schema.FieldsList.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = constants.TryGetValue(Schema.FieldsList[i].Name, out IArrowArray? constant)
                ? constant.Length == rows.Length ? constant : ArrowArrayFactory.Slice(constant, 0, rows.Length)
                : rows.Column(next++);
        }

        return new RecordBatch(Schema, columns, rows.Length);
    }

    private static Field Find(DeltaSnapshot table, string name) =>
        table.Schema.FieldsList.FirstOrDefault(field => field.Name == name)
        ?? throw new InvalidInputException(
            $"Table '{table.Path}' has no column '{name}'; it has {string.Join(", ", table.Schema.FieldsList.Select(field => field.Name))}.");

    private static IReadOnlyList<DeltaFile> Select(DeltaSnapshot table, PartitionFilter? filter)
    {
        if (filter is null)
        {
            return table.Files;
        }

        if (!table.PartitionColumns.Contains(filter.Column))
        {
            throw new InvalidInputException(
                $"Table '{table.Path}' is not partitioned by '{filter.Column}'; its partition columns are ({string.Join(", ", table.PartitionColumns)}).");
        }

        return [.. table.Files.Where(file => file.PartitionValues.GetValueOrDefault(filter.Column) is string value && filter.Values.Contains(value))];
    }
}
