using System.Formats.Tar;

namespace FashionSpark.Testing.Data;

/// <summary>Real photos of clothes: the archive that <c>FASHIONSPARK_PHOTOS</c> names, or <c>shared/photos/clothing-photos.tar</c> beside the repository.</summary>
public static class RealPhotos
{
    public const string Missing = "The photos (shared/photos/clothing-photos.tar, or FASHIONSPARK_PHOTOS) are not here.";

    private static string? Archive { get; } = Find();

    public static bool AreHere => Archive is not null;

    /// <summary>Every nth photo, in the order of the archive.</summary>
    public static IEnumerable<byte[]> Every(int nth)
    {
        using FileStream file = File.OpenRead(Archive!);
        using var tar = new TarReader(file);
        for (int i = 0; tar.GetNextEntry() is { } entry;)
        {
            if (entry.Name.EndsWith(".jpg", StringComparison.Ordinal) && i++ % nth == 0)
            {
                var content = new byte[entry.Length];
                entry.DataStream!.ReadExactly(content);
                yield return content;
            }
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FASHIONSPARK_PHOTOS") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "photos", "clothing-photos.tar");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
