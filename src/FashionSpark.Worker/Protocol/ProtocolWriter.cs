using System.Buffers.Binary;
using System.Text;

namespace FashionSpark.Worker.Protocol;

/// <summary>Writes what the JVM reads with a DataInputStream: big-endian numbers, and text after its length.</summary>
internal sealed class ProtocolWriter
{
    private readonly Stream _stream;

    public ProtocolWriter(Stream stream) => _stream = stream;

    public Stream Stream => _stream;

    public void WriteInt(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _stream.Write(bytes);
    }

    public void WriteLong(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        _stream.Write(bytes);
    }

    public void WriteText(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        WriteInt(bytes.Length);
        _stream.Write(bytes);
    }

    public void Flush() => _stream.Flush();
}
