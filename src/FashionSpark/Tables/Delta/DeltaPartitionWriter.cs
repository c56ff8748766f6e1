using Apache.Arrow;

namespace FashionSpark.Tables;

/// <summary>
/// Writes the batches of one partition of the work into files of its own, one for every combination of partition values
/// it meets. For one thread. Holds at most one row group (8 MiB) over all its files together.
/// </summary>
public sealed class DeltaPartitionWriter : IDisposable
{
    private readonly DeltaWriter _owner;
    private readonly Dictionary<string, (ParquetFileWriter File, Dictionary<string, string?> Values)> _files = new(StringComparer.Ordinal);

    internal DeltaPartitionWriter(DeltaWriter owner) => _owner = owner;

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <exception cref="InvalidInputException">The batch has not the columns of the write, or a null where none may be.</exception>
    /// <exception cref="IOException">The disk is full; the message names the file.</exception>
    public void Write(RecordBatch batch)
    {
        if (_owner.AlreadyWritten)
        {
            throw new InvalidOperationException($"Nothing is to be written to '{_owner.TablePath}': the transaction is there already.");
        }

        IArrowArray[] data = [.. _owner.DataSchema.FieldsList.Select(field => Column(batch, field))];
        IArrowArray[] keys = [.. _owner.PartitionBy.Select(name => Column(batch, _owner.Schema.GetFieldByName(name)))];
        string?[] current = new string?[keys.Length];
        string?[] next = new string?[keys.Length];

        // Rows of one split mostly come in runs; each run goes to its file in one piece.
        int start = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                next[i] = PartitionValue.Format(keys[i], row);
            }

            if (row > 0 && !next.AsSpan().SequenceEqual(current))
            {
                WriteRun(data, current, start, row - start);
                start = row;
            }

            (current, next) = (next, current);
        }

        if (batch.Length > 0)
        {
            WriteRun(data, current, start, batch.Length - start);
        }

        Rows += batch.Length;
    }

    /// <summary>Finishes and syncs the files; the next commit of the writer takes them.</summary>
    public void Complete()
    {
        List<WrittenFile> written = [];
        try
        {
            foreach ((ParquetFileWriter file, Dictionary<string, string?> values) in _files.Values)
            {
                written.Add(new WrittenFile(file.Complete(), values));
            }
        }
        finally
        {
            // Also after an error: the owner then deletes what was finished.
            _owner.Register(written);
        }

        _files.Clear();
    }

    /// <summary>Deletes the files unless they were completed.</summary>
    public void Dispose()
    {
        foreach ((ParquetFileWriter file, _) in _files.Values)
        {
            file.Dispose();
        }

        _files.Clear();
    }

    private static IArrowArray Column(RecordBatch batch, Field wanted)
    {
        int index = batch.Schema.GetFieldIndex(wanted.Name);
        if (index < 0)
        {
            throw new InvalidInputException($"A batch has no column '{wanted.Name}'.");
        }

        IArrowArray column = batch.Column(index);
        return SparkTypes.Name(column.Data.DataType) == SparkTypes.Name(wanted.DataType)
            ? column
            : throw new InvalidInputException(
                $"Column '{wanted.Name}' of a batch is {SparkTypes.Name(column.Data.DataType)}; {SparkTypes.Name(wanted.DataType)} was announced.");
    }

    private void WriteRun(IArrowArray[] data, string?[] values, int start, int count)
    {
        string key = string.Join('\n', values.Select(value => value is null ? "-" : "+" + value));
        if (!_files.TryGetValue(key, out (ParquetFileWriter File, Dictionary<string, string?> Values) target))
        {
            _files.Add(key, target = Open(values));
        }

        target.File.Write(data, start, count);
        if (_files.Count > 1 && _files.Values.Sum(file => file.File.BufferedBytes) > ParquetLimits.RowGroupBytes)
        {
            _files.Values.MaxBy(file => file.File.BufferedBytes).File.FlushRowGroup();
        }
    }

    private (ParquetFileWriter File, Dictionary<string, string?> Values) Open(string?[] values)
    {
        Dictionary<string, string?> pairs = new(StringComparer.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            pairs.Add(_owner.PartitionBy[i], values[i]);
        }

        string folder = Path.Combine(_owner.TablePath, DeltaPath.Folder(_owner.PartitionBy.Select(name => KeyValuePair.Create(name, pairs[name]))));
        Directory.CreateDirectory(folder);
        return (new ParquetFileWriter(Path.Combine(folder, $"part-{Guid.NewGuid()}.zstd.parquet"), _owner.DataSchema), pairs);
    }
}
