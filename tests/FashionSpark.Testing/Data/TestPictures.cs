using System.Buffers.Binary;
using SkiaSharp;

namespace FashionSpark.Testing.Data;

/// <summary>Small pictures drawn from a seed, encoded for real.</summary>
public static class TestPictures
{
    /// <summary>Folders class0, class1, ... with <paramref name="perClass"/> different PNG files each.</summary>
    public static void WriteFolder(string folder, int classes, int perClass, int seed = 0)
    {
        for (int c = 0; c < classes; c++)
        {
            string path = Path.Combine(folder, $"class{c}");
            Directory.CreateDirectory(path);
            for (int i = 0; i < perClass; i++)
            {
                File.WriteAllBytes(Path.Combine(path, $"{i}.png"), Png(seed + (c * perClass) + i));
            }
        }
    }

    public static byte[] Png(int seed, int width = 40, int height = 30) => Encode(seed, width, height, SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int seed, int width = 40, int height = 30) => Encode(seed, width, height, SKEncodedImageFormat.Jpeg);

    /// <summary>A square with a soft gradient, which JPEG keeps well.</summary>
    public static byte[] SmoothPng(int size) => Encode(Gradient(size), SKEncodedImageFormat.Png);

    public static byte[] SmoothJpeg(int size) => Encode(Gradient(size), SKEncodedImageFormat.Jpeg);

    /// <summary>Makes the header of a PNG valid again after its size was changed: CRC-32 of bytes 12 to 28.</summary>
    public static void FixPngHeaderChecksum(byte[] png) => BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));

    /// <summary>The checksum of PNG's chunks.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xedb88320);
            }
        }

        return ~crc;
    }

    private static SKBitmap Gradient(int size)
    {
        var bitmap = new SKBitmap(size, size);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                bitmap.SetPixel(x, y, new SKColor((byte)(x * 255 / size), (byte)(y * 255 / size), 100));
            }
        }

        return bitmap;
    }

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using (bitmap)
        using (SKData data = bitmap.Encode(format, 90))
        {
            return data.ToArray();
        }
    }

    private static byte[] Encode(int seed, int width, int height, SKEncodedImageFormat format)
    {
        var random = new Random(seed);
        var bitmap = new SKBitmap(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, new SKColor((uint)random.Next() | 0xff000000));
            }
        }

        return Encode(bitmap, format);
    }
}
