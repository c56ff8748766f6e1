using Apache.Arrow;
using Parquet;
using Parquet.Schema;
using ParquetField = Parquet.Schema.Field;

namespace FashionSpark.Tables;

/// <summary>
/// Writes record batches into one Parquet file, row group by row group; holds at most one row group. For one thread.
/// A file that is not completed is deleted.
/// </summary>
public sealed class ParquetFileWriter : IDisposable
{
    private readonly string _path;
    private readonly Schema _schema;
    private readonly ColumnBuffer[] _columns;
    private readonly FileStream _file;
    private readonly ParquetWriter _writer;
    private readonly long _rowGroupBytes;
    private int _bufferedRows;
    private long _rows;
    private bool _closed;

    /// <param name="path">A file that must not be there; its folder must.</param>
    /// <param name="schema">Columns of every batch.</param>
    /// <param name="rowGroupBytes">Bytes of values of a row group; 0 = 8 MiB.</param>
    /// <exception cref="InvalidInputException">A column's type cannot be written.</exception>
    public ParquetFileWriter(string path, Schema schema, long rowGroupBytes = 0)
    {
        _path = System.IO.Path.GetFullPath(path);
        _schema = schema;
        _rowGroupBytes = rowGroupBytes > 0 ? rowGroupBytes : ParquetLimits.RowGroupBytes;
        ParquetField[] fields = [.. schema.FieldsList.Select(ParquetFields.FromArrow)];
        var parquetSchema = new ParquetSchema(fields);
        _columns = [.. fields.Select((field, i) => ColumnBuffers.Create(schema.FieldsList[i], field))];
        _file = new FileStream(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, ParquetLimits.FileBufferBytes);
        _writer = ParquetWriter.CreateAsync(parquetSchema, new SynchronousStream(_file), ParquetSettings.Writing).GetAwaiter().GetResult();
    }

    /// <summary>Full path of the file.</summary>
    public string Path => _path;

    /// <summary>About the bytes of values held for the next row group.</summary>
    public long BufferedBytes => _columns.Sum(column => column.Bytes);

    /// <exception cref="InvalidInputException">A null in a column that may have none, or a value that cannot be written.</exception>
    public void Write(RecordBatch batch) => Write(batch.Arrays.ToArray(), 0, batch.Length);

    /// <summary>Writes what is left and the footer, syncs the file, and reads footer and size back.</summary>
    /// <exception cref="IOException">The disk is full, or what was read back is not what was written.</exception>
    public ParquetFileSummary Complete()
    {
        FlushRowGroup();
        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        ParquetFooter.RemoveStatistics(_file);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        Verify();
        _closed = true;
        ColumnStatistics?[] statistics = [.. _columns.Select((column, i) => column.Statistics(_schema.FieldsList[i].Name))];
        return new ParquetFileSummary(_path, new FileInfo(_path).Length, _rows, [.. statistics.OfType<ColumnStatistics>()]);
    }

    /// <summary>Deletes the file unless it was completed.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // A full disk fails once more when the buffer is flushed; the file is deleted all the same.
        }

        File.Delete(_path);
    }

    /// <summary>Writes rows of columns that lie in the order of the schema.</summary>
    internal void Write(IReadOnlyList<IArrowArray> columns, int start, int count)
    {
        CheckNulls(columns, start, count);

        // In slices, so that one large batch does not make one large row group.
        const int Slice = 32;
        for (int done = 0; done < count; done += Slice)
        {
            int rows = Math.Min(Slice, count - done);
            for (int i = 0; i < _columns.Length; i++)
            {
                _columns[i].Append(columns[i], start + done, rows);
            }

            _bufferedRows += rows;
            if (_bufferedRows >= ParquetLimits.RowGroupRows || BufferedBytes >= _rowGroupBytes)
            {
                FlushRowGroup();
            }
        }
    }

    /// <summary>Writes the buffered rows as a row group.</summary>
    internal void FlushRowGroup()
    {
        if (_bufferedRows == 0)
        {
            return;
        }

        using ParquetRowGroupWriter rowGroup = _writer.CreateRowGroup();
        foreach (ColumnBuffer column in _columns)
        {
            column.WriteTo(rowGroup);
        }

        rowGroup.CompleteValidate();
        _rows += _bufferedRows;
        _bufferedRows = 0;
    }

    private void CheckNulls(IReadOnlyList<IArrowArray> columns, int start, int count)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (_schema.FieldsList[i].IsNullable || columns[i].NullCount == 0)
            {
                continue;
            }

            for (int row = start; row < start + count; row++)
            {
                if (columns[i].IsNull(row))
                {
                    throw new InvalidInputException($"Column '{_schema.FieldsList[i].Name}' may not be null, but row {row} of a batch is. '{_path}' was not written.");
                }
            }
        }
    }

    private void Verify()
    {
        try
        {
            long rows = ParquetFileReader.ReadRowCount(_path);
            if (rows != _rows)
            {
                throw new IOException($"'{_path}' was written with {_rows} rows, but its footer says {rows}.");
            }
        }
        catch (TableCorruptException e)
        {
            throw new IOException($"'{_path}' cannot be read back after writing: {e.Message}", e);
        }
    }
}
