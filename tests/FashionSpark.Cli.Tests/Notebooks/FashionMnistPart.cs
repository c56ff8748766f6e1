using System.Buffers.Binary;
using System.IO.Compression;

namespace FashionSpark.Cli.Tests.Notebooks;

/// <summary>The first images of the real Fashion-MNIST as IDX files.</summary>
internal static class FashionMnistPart
{
    public const string Missing = "The real Fashion-MNIST (Debian's dataset-fashion-mnist, or FASHIONSPARK_FASHION_MNIST) is not here.";

    private static readonly string Whole = Environment.GetEnvironmentVariable("FASHIONSPARK_FASHION_MNIST") ?? "/usr/share/datasets/fashion-mnist";

    public static bool IsHere => Directory.Exists(Whole);

    public static void Write(string folder, int train, int test)
    {
        Directory.CreateDirectory(folder);
        foreach ((string set, int images) in new[] { ("train", train), ("t10k", test) })
        {
            Copy(folder, $"{set}-images-idx3-ubyte", images, headerLength: 16, itemLength: 28 * 28);
            Copy(folder, $"{set}-labels-idx1-ubyte", images, headerLength: 8, itemLength: 1);
        }
    }

    private static void Copy(string folder, string name, int items, int headerLength, int itemLength)
    {
        using FileStream file = File.OpenRead(Path.Combine(Whole, name + ".gz"));
        using var zip = new GZipStream(file, CompressionMode.Decompress);
        var content = new byte[headerLength + (items * itemLength)];
        zip.ReadExactly(content);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), items);
        File.WriteAllBytes(Path.Combine(folder, name), content);
    }
}
