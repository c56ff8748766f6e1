namespace FashionSpark.Worker.Bridge;

/// <summary>Reads what somebody had read ahead of a stream, then the stream itself, and never more than is asked for.</summary>
internal sealed class AheadStream : Stream
{
    private readonly byte[] _ahead;
    private readonly Stream _rest;

    public AheadStream(byte[] ahead, Stream rest)
    {
        _ahead = ahead;
        _rest = rest;
    }

    /// <summary>Bytes taken of those read ahead.</summary>
    public int Used { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (Used == _ahead.Length)
        {
            return _rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, _ahead.Length - Used);
        _ahead.AsSpan(Used, count).CopyTo(buffer);
        Used += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
