using System.IO.Compression;
using Apache.Arrow;
using FashionSpark.Datasets;

namespace FashionSpark.Torch.Tests;

/// <summary>The real Fashion-MNIST images, from FASHIONSPARK_FASHION_MNIST or where Debian's package dataset-fashion-mnist puts them.</summary>
internal static class FashionMnistImages
{
    private const int Side = 28;

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("FASHIONSPARK_FASHION_MNIST") ?? "/usr/share/datasets/fashion-mnist";

    public static bool IsThere => File.Exists(Path.Combine(Folder, "train-images-idx3-ubyte.gz"));

    public static PreparedProperties Properties { get; } = new(
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        Side, Side, 1, "1", [72.94], [90.02]);

    /// <summary>The first images of a file pair, <c>train</c> or <c>t10k</c>.</summary>
    public static List<(byte[] Pixels, int Label)> Read(string name, int count)
    {
        byte[] pixels = Unpack($"{name}-images-idx3-ubyte.gz", 16);
        byte[] labels = Unpack($"{name}-labels-idx1-ubyte.gz", 8);
        return [.. Enumerable.Range(0, count).Select(i => (pixels[(i * Side * Side)..((i + 1) * Side * Side)], (int)labels[i]))];
    }

    /// <summary>Training images; a share of them, chosen by their ids, is the validation split.</summary>
    public static Dictionary<string, RecordBatch> Splits(int count, double validation)
    {
        RecordBatch all = PreparedImages.Batch(Read("train", count));
        StringArray ids = (StringArray)all.Column(PreparedSchema.ImageId);
        bool IsValidation(int row) => ImageId.Fraction(ids.GetString(row)) < validation;
        return new Dictionary<string, RecordBatch>
        {
            [Split.Train] = PreparedImages.Take(all, row => !IsValidation(row)),
            [Split.Validation] = PreparedImages.Take(all, IsValidation),
        };
    }

    private static byte[] Unpack(string name, int header)
    {
        using GZipStream file = new(File.OpenRead(Path.Combine(Folder, name)), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        file.CopyTo(bytes);
        return bytes.ToArray()[header..];
    }
}
