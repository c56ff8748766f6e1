using System.IO.Compression;
using FashionSpark.Datasets;

namespace FashionSpark.Testing.Data;

/// <summary>Small sets in the form of Fashion-MNIST's four files, drawn from a seed.</summary>
public static class TinyIdx
{
    /// <summary>Writes the four files: labels go round the ten classes, pixels are noise around a level of the class.</summary>
    public static void Write(string folder, int train, int test, int seed = 1, int size = 28, bool gzip = true)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(seed);
        WriteSplit(folder, "train", train, random, size, gzip);
        WriteSplit(folder, "t10k", test, random, size, gzip);
    }

    public static void WriteFile(string path, IReadOnlyList<int> dimensions, ReadOnlySpan<byte> data)
    {
        using Stream file = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(File.Create(path), CompressionLevel.Fastest)
            : File.Create(path);
        file.Write(new IdxHeader(dimensions).ToBytes());
        file.Write(data);
    }

    private static void WriteSplit(string folder, string prefix, int count, Random random, int size, bool gzip)
    {
        var pixels = new byte[count * size * size];
        var labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 10);
            Span<byte> image = pixels.AsSpan(i * size * size, size * size);
            random.NextBytes(image);
            for (int p = 0; p < image.Length; p++)
            {
                image[p] = (byte)((image[p] / 4) + (labels[i] * 19));
            }
        }

        string end = gzip ? ".gz" : "";
        WriteFile(Path.Combine(folder, $"{prefix}-images-idx3-ubyte{end}"), [count, size, size], pixels);
        WriteFile(Path.Combine(folder, $"{prefix}-labels-idx1-ubyte{end}"), [count], labels);
    }
}
