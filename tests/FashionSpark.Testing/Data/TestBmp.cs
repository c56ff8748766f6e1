using System.Buffers.Binary;

namespace FashionSpark.Testing.Data;

/// <summary>BMP files written by hand: 24 bits, from the bottom up.</summary>
public static class TestBmp
{
    public static byte[] Write(int width, int height, byte[] rgb)
    {
        int stride = ((width * 3) + 3) / 4 * 4;
        var file = new byte[54 + (stride * height)];
        "BM"u8.CopyTo(file);
        foreach ((int offset, int value) in ((int, int)[])[(2, file.Length), (10, 54), (14, 40), (18, width), (22, height), (26, 1 | (24 << 16)), (34, stride * height)])
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width * 3; x++)
            {
                int colour = x % 3;
                file[54 + ((height - 1 - y) * stride) + x - colour + (2 - colour)] = rgb[(y * width * 3) + x];
            }
        }

        return file;
    }
}
