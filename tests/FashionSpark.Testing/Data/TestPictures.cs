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

    private static byte[] Encode(int seed, int width, int height, SKEncodedImageFormat format)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, new SKColor((uint)random.Next() | 0xff000000));
            }
        }

        using SKData data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
