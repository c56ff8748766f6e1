using Apache.Arrow;
using Apache.Arrow.Ipc;
using FashionSpark.Worker.Protocol;

namespace FashionSpark.Worker.Rows;

/// <summary>The rows of a partition as they go out: a mark and an Arrow stream, or nothing at all where there are no batches.</summary>
internal sealed class PartitionOutput : IDisposable
{
    private readonly ProtocolWriter _writer;
    private readonly int _mark;
    private readonly bool _wrapped;
    private ArrowStreamWriter? _arrow;
    private Schema? _declared;
    private Schema? _sent;
    private bool _ended;

    /// <param name="writer">Where to.</param>
    /// <param name="mark">The number that tells the reader of an Arrow stream to come.</param>
    /// <param name="wrapped">True where the columns must be children of one struct.</param>
    public PartitionOutput(ProtocolWriter writer, int mark, bool wrapped)
    {
        _writer = writer;
        _mark = mark;
        _wrapped = wrapped;
    }

    public bool HasBegun => _arrow is not null;

    public long Rows { get; private set; }

    /// <summary>The columns that batches must have. Spark goes by position and would misread others without a word.</summary>
    public void Declare(Schema schema) => _declared = schema;

    /// <summary>Sends a batch at once, so that the reader works while the function makes the next one.</summary>
    public void Write(RecordBatch batch)
    {
        _declared ??= batch.Schema;
        OutputCheck.Require(_declared, batch);
        if (_arrow is null)
        {
            _sent = _wrapped ? StructRows.Wrap(_declared) : _declared;
            _arrow = new ArrowStreamWriter(_writer.Stream, _sent, leaveOpen: true);
            _writer.WriteInt(_mark);
            _arrow.WriteStart();
        }

        _arrow.WriteRecordBatch(_wrapped ? StructRows.Wrap(batch, _sent!) : batch);
        Rows += batch.Length;
        _writer.Flush();
    }

    /// <summary>Ends the Arrow stream where one has begun. Also before an error, or its number is read as a message's length.</summary>
    public void End()
    {
        if (_arrow is not null && !_ended)
        {
            _ended = true;
            _arrow.WriteEnd();
            _writer.Flush();
        }
    }

    public void Dispose() => _arrow?.Dispose();
}
