using Apache.Arrow;
using Parquet;
using Parquet.Schema;
using ArrowField = Apache.Arrow.Field;
using ParquetField = Parquet.Schema.Field;

namespace FashionSpark.Tables;

/// <summary>Reads one Parquet file, a row group at a time. For one thread.</summary>
/// <remarks>
/// Takes snappy, gzip, zstd, lz4, brotli and no compression. Batches are slices of the row group's arrays in managed
/// memory; they stay good when the reader is gone and are never to be disposed.
/// </remarks>
public sealed class ParquetFileReader : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ParquetReader _reader;

    /// <exception cref="TableCorruptException">Not a whole Parquet file, or not there.</exception>
    public ParquetFileReader(string path)
    {
        _path = path;
        try
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, ParquetLimits.FileBufferBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TableCorruptException($"Data file '{path}' is missing.", e);
        }

        try
        {
            _reader = ParquetReader.CreateAsync(new SynchronousStream(_file), ParquetSettings.Reading, leaveStreamOpen: true).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            _file.Dispose();
            throw Corrupt(e);
        }
    }

    /// <summary>Number of rows as the footer says.</summary>
    public long RowCount => _reader.Metadata!.NumRows;

    /// <summary>The file's columns as Arrow fields.</summary>
    /// <exception cref="UnsupportedTableException">A column has a type that is not read.</exception>
    public Schema Schema => new([.. _reader.Schema.Fields.Select(ParquetToArrow.Field)], metadata: null);

    internal ParquetSchema ParquetSchema => _reader.Schema;

    /// <summary>Number of rows as the footer of a file says, without reading data.</summary>
    /// <exception cref="TableCorruptException">Not a whole Parquet file, or not there.</exception>
    public static long ReadRowCount(string path)
    {
        using ParquetFileReader reader = new(path);
        return reader.RowCount;
    }

    /// <summary>Reads the rows in order.</summary>
    /// <param name="schema">Columns to read, by name, in this order; those that the file has not are read as null.</param>
    /// <param name="maxRows">Most rows of a batch.</param>
    /// <exception cref="TableCorruptException">Data that cannot be decoded, or a column of another type than asked for.</exception>
    public IEnumerable<RecordBatch> Read(Schema schema, int maxRows = ParquetLimits.BatchRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        for (int group = 0; group < _reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rowGroup = _reader.OpenRowGroupReader(group);
            int rows = checked((int)rowGroup.RowCount);
            IArrowArray[] columns = [.. schema.FieldsList.Select(field => ReadColumn(rowGroup, field, rows))];
            for (int start = 0; start < rows; start += maxRows)
            {
                int count = Math.Min(maxRows, rows - start);
                yield return new RecordBatch(schema, columns.Select(column => Slice(column, start, count)), count);
            }
        }
    }

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    /// <summary>Runs a read of this file and names the file in what goes wrong.</summary>
    internal T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (FashionSparkException or OutOfMemoryException))
        {
            throw Corrupt(e);
        }
    }

    internal IEnumerable<ParquetRowGroupReader> RowGroups() =>
        Enumerable.Range(0, _reader.RowGroupCount).Select(_reader.OpenRowGroupReader);

    private static IArrowArray Slice(IArrowArray column, int start, int count) =>
        start == 0 && count == column.Length ? column : ArrowArrayFactory.Slice(column, start, count);

    private IArrowArray ReadColumn(ParquetRowGroupReader rowGroup, ArrowField wanted, int rows)
    {
        ParquetField? found = _reader.Schema.Fields.FirstOrDefault(field => field.Name == wanted.Name);
        return found is null
            ? NullArrays.Create(wanted.DataType, rows)
            : Guard(() => ColumnDecoder.Decode(rowGroup, wanted, found, _path));
    }

    private FashionSparkException Corrupt(Exception e) => e is NotSupportedException or NotImplementedException
        ? new UnsupportedTableException($"'{_path}' uses a part of Parquet that is not read here ({e.Message}); rewrite the table with Spark's defaults.", e)
        : new TableCorruptException($"'{_path}' is not a Parquet file that can be read: {e.Message}", e);
}
