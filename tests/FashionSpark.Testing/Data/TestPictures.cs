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

    /// <summary>Three classes of reddish, greenish and bluish noise, higher than wide: 24 training, 4 validation, 4 test pictures of each.</summary>
    public static void WriteCloth(string folder, int seed = 0)
    {
        foreach ((string split, int count, int offset) in ((string, int, int)[])[("train", 72, 0), ("validation", 12, 100), ("test", 12, 200)])
        {
            for (int i = 0; i < count; i++)
            {
                string path = Path.Combine(folder, split, $"class{i % 3}", $"{i}.png");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, Cloth(i % 3, (seed * 1000) + offset + i));
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

    private static byte[] Cloth(int colour, int seed)
    {
        var random = new Random(seed);
        var bitmap = new SKBitmap(40, 60);
        for (int y = 0; y < bitmap.Height; y++)
        {
            for (int x = 0; x < bitmap.Width; x++)
            {
                byte Level(int channel) => (byte)(random.Next(120) + (channel == colour ? 80 : 0));
                bitmap.SetPixel(x, y, new SKColor(Level(0), Level(1), Level(2)));
            }
        }

        return Encode(bitmap, SKEncodedImageFormat.Png);
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
