using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FashionSpark.Testing.Data;

/// <summary>PNG files of every kind, written by hand (W3C PNG, third edition).</summary>
public static class TestPng
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>A file of any kind.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="bits">Bits of a sample.</param>
    /// <param name="colour">0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.</param>
    /// <param name="data">The rows, each with its filter byte, before compression.</param>
    /// <param name="interlaced">Whether the rows are those of the seven passes.</param>
    /// <param name="chunks">Chunks between header and data.</param>
    public static byte[] Write(int width, int height, int bits, int colour, byte[] data, bool interlaced = false, params (string Type, byte[] Data)[] chunks)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)bits, (byte)colour, (byte)(interlaced ? 1 : 0));
        foreach ((string type, byte[] content) in (IEnumerable<(string, byte[])>)[("IHDR", header), .. chunks, ("IDAT", Compress(data)), ("IEND", [])])
        {
            WriteChunk(file, type, content);
        }

        return file.ToArray();
    }

    /// <summary>Rows of equal length behind filter bytes of zero.</summary>
    public static byte[] Rows(byte[] samples, int height) => [.. samples.Chunk(samples.Length / height).SelectMany(row => row.Prepend((byte)0))];

    /// <summary>The same pixels of 3 bytes in the order of the seven passes.</summary>
    public static byte[] Interlaced(byte[] rgb, int width, int height)
    {
        using var data = new MemoryStream();
        foreach ((int startX, int startY, int stepX, int stepY) in Adam7)
        {
            for (int y = startY; y < height && startX < width; y += stepY)
            {
                data.WriteByte(0);
                for (int x = startX; x < width; x += stepX)
                {
                    data.Write(rgb, ((y * width) + x) * 3, 3);
                }
            }
        }

        return data.ToArray();
    }

    public static byte[] Compress(byte[] data)
    {
        using var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            stream.Write(data);
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, byte[] data)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, TestPictures.Crc32(content));
        file.Write(number);
    }
}
