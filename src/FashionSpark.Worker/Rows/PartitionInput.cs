using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace FashionSpark.Worker.Rows;

/// <summary>The rows of a partition as they come in. One pass, whoever reads: a second reader goes on where the first stopped.</summary>
internal sealed class PartitionInput
{
    private readonly ArrowStreamReader? _reader;
    private readonly bool _wrapped;
    private readonly CancellationToken _cancellation;

    // Arrow's reader, asked again after the end, takes what follows the stream for a message: it eats the next section or hangs.
    private bool _ended;

    private RecordBatch? _lent;

    private PartitionInput(ArrowStreamReader? reader, bool wrapped, CancellationToken cancellation)
    {
        _reader = reader;
        _wrapped = wrapped;
        _cancellation = cancellation;
        _ended = reader is null;
        Schema = reader is null ? null : wrapped ? StructRows.Unwrap(reader.Schema) : reader.Schema;
    }

    /// <summary>Null where the partition is empty and its sender could not say what columns it would have had.</summary>
    public Schema? Schema { get; }

    /// <summary>Batches not read yet. Each is valid until the next is asked for: its memory is used again.</summary>
    public IEnumerable<RecordBatch> Batches
    {
        get
        {
            while (TryRead(out RecordBatch? batch))
            {
                yield return batch;
            }
        }
    }

    /// <param name="stream">Stands before an Arrow stream, and will stand behind it.</param>
    /// <param name="wrapped">True where the columns are children of one struct.</param>
    /// <param name="cancellation">Ends the input with an exception.</param>
    public static PartitionInput Open(Stream stream, bool wrapped, CancellationToken cancellation) =>
        new(new ArrowStreamReader(stream, PooledAllocator.Instance, leaveOpen: true), wrapped, cancellation);

    public static PartitionInput Empty() => new(reader: null, wrapped: false, CancellationToken.None);

    /// <summary>Reads what the function left, or the sender would wait for ever and the next task would find it.</summary>
    public void Drain()
    {
        while (TryRead(out _))
        {
        }
    }

    private bool TryRead([NotNullWhen(true)] out RecordBatch? batch)
    {
        batch = null;
        if (_ended)
        {
            return false;
        }

        _cancellation.ThrowIfCancellationRequested();
        _lent?.Dispose();
        _lent = _reader!.ReadNextRecordBatch();
        if (_lent is null)
        {
            _ended = true;
            return false;
        }

        batch = _wrapped ? StructRows.Unwrap(_lent, Schema!) : _lent;
        return true;
    }
}
