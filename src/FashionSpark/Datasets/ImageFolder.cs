using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>
/// A folder of image files by class: <c>train/dress/x.jpg</c> (splits train, validation or val, test), or one level,
/// <c>dress/x.jpg</c>, whose splits follow from the images' ids.
/// </summary>
public sealed class ImageFolder : IImageSource
{
    private readonly string _folder;
    private readonly ClassFolders _classes;

    /// <exception cref="DatasetException">The folder is missing, has no class folders, or mixes the two forms.</exception>
    public ImageFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        if (!Directory.Exists(_folder))
        {
            throw new DatasetException($"Folder '{folder}' does not exist.");
        }

        _classes = ClassFolders.Of(folder, Names(_folder), split => Names(Path.Combine(_folder, split)));
    }

    public IReadOnlyList<string> Classes => _classes.Classes;

    public IReadOnlyList<string> DeclaredSplits => _classes.DeclaredSplits;

    public long? Count => null;

    /// <summary>What most networks trained on photos take.</summary>
    public int DefaultSize => 224;

    public int DefaultChannels => 3;

    public IDataset Open(IEngine engine, int partitions) => _classes.Read(engine, _folder, partitions);

    /// <summary>Nothing was left.</summary>
    public void Dispose()
    {
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];
}
