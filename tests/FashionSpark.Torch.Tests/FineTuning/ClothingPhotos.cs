using Apache.Arrow;
using FashionSpark.Images;
using FashionSpark.Models.Onnx.Proto;

namespace FashionSpark.Torch.Tests.FineTuning;

/// <summary>Real clothing photos and the backbone that knows photos, from FASHIONSPARK_SHARED or the folder shared beside the checkout.</summary>
internal static class ClothingPhotos
{
    public static string[] Classes { get; } = ["dress", "hat", "longsleeve", "outwear", "pants", "shirt", "shoes", "shorts", "skirt", "t-shirt"];

    private static string Shared { get; } = Environment.GetEnvironmentVariable("FASHIONSPARK_SHARED") ?? FindShared();

    public static string Backbone { get; } = Path.Combine(Shared, "models", "efficientnet-lite0.onnx");

    private static string Archive { get; } = Path.Combine(Shared, "photos", "clothing-photos.tar");

    public static bool AreThere => File.Exists(Backbone) && File.Exists(Archive);

    /// <summary>The first photos of each class of a split, brought inside a box.</summary>
    public static RecordBatch Read(string split, int perClass, int box)
    {
        ImageNormalizer normalizer = new(ImageDecoders.Default, box, box, 3, Fit.Inside);
        int[] left = [.. Classes.Select(_ => perClass)];
        List<(byte[] Pixels, int Width, int Height, int Label)> images = [];
        using System.Formats.Tar.TarReader archive = new(File.OpenRead(Archive));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.Name.Split('/') is [var folder, var name, var file] && folder == split && file.Length > 0 && left[System.Array.IndexOf(Classes, name)]-- > 0)
            {
                using MemoryStream bytes = new();
                entry.DataStream!.CopyTo(bytes);
                PixelImage picture = normalizer.Normalize(bytes.ToArray());
                images.Add((picture.Pixels.ToArray(), picture.Width, picture.Height, System.Array.IndexOf(Classes, name)));
            }
        }

        return PreparedImages.Batch(images);
    }

    public static GraphProto ReadBackbone() => ModelProto.Parser.ParseFrom(File.ReadAllBytes(Backbone)).Graph;

    private static string FindShared()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "photos")))
            {
                return shared;
            }
        }

        return "shared";
    }
}
