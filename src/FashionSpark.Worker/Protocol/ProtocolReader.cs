using System.Buffers.Binary;
using System.Text;

namespace FashionSpark.Worker.Protocol;

/// <summary>Reads what the JVM writes with a DataOutputStream: big-endian numbers, and text after its length.</summary>
internal sealed class ProtocolReader
{
    /// <summary>Longest text or command accepted. Beyond it the stream is certainly out of step, and would ask for gigabytes.</summary>
    private const int LongestText = 256 << 20;

    private readonly Stream _stream;

    public ProtocolReader(Stream stream) => _stream = stream;

    public Stream Stream => _stream;

    /// <summary>A number, or false where the stream ends before it.</summary>
    public bool TryReadInt(out int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        int read = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        value = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return read == bytes.Length;
    }

    public int ReadInt() => TryReadInt(out int value) ? value : throw new EndOfStreamException("Spark closed the connection in the middle of a task's head.");

    public long ReadLong()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        _stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    public bool ReadBoolean()
    {
        Span<byte> bytes = stackalloc byte[1];
        _stream.ReadExactly(bytes);
        return bytes[0] != 0;
    }

    /// <summary>A count of things that follow.</summary>
    /// <param name="things">Their name, for the error.</param>
    /// <exception cref="WorkerProtocolException">It is negative.</exception>
    public int ReadCount(string things)
    {
        int count = ReadInt();
        return count >= 0 ? count : throw new WorkerProtocolException($"Spark announced {count} {things}; the worker does not know this protocol.");
    }

    public byte[] ReadBytes()
    {
        var bytes = new byte[ReadLength()];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    public string? ReadText()
    {
        int length = ReadLength(nullAllowed: true);
        if (length == SpecialLengths.Null)
        {
            return null;
        }

        var bytes = new byte[length];
        _stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Passes over a text without making it: settings may be secrets, so they are not even kept.</summary>
    public void SkipText()
    {
        int left = Math.Max(0, ReadLength(nullAllowed: true));
        Span<byte> scrap = stackalloc byte[512];
        while (left > 0)
        {
            Span<byte> part = scrap[..Math.Min(left, scrap.Length)];
            _stream.ReadExactly(part);
            left -= part.Length;
        }
    }

    private int ReadLength(bool nullAllowed = false)
    {
        int length = ReadInt();
        return length is >= 0 and <= LongestText || (nullAllowed && length == SpecialLengths.Null)
            ? length
            : throw new WorkerProtocolException($"Spark sent {length} where the length of a text should be; the worker does not know this protocol.");
    }
}
