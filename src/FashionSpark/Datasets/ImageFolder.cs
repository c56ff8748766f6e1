using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>
/// A folder of image files by class: <c>train/dress/x.jpg</c> (splits train, validation or val, test), or one level,
/// <c>dress/x.jpg</c>, whose splits follow from the images' ids.
/// </summary>
public sealed class ImageFolder : IImageSource
{
    private readonly string _folder;

    /// <exception cref="DatasetException">The folder is missing, has no class folders, or mixes the two forms.</exception>
    public ImageFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        if (!Directory.Exists(_folder))
        {
            throw new DatasetException($"Folder '{folder}' does not exist.");
        }

        string[] top = Names(_folder);
        string[] splits = [.. top.Where(name => FolderLayout.SplitOf(name) is not null)];
        DeclaredSplits = [.. splits.Select(name => FolderLayout.SplitOf(name)!).Distinct()];
        if (splits.Length > 0 && splits.Length < top.Length)
        {
            throw new DatasetException(
                $"'{folder}' has split folders ({string.Join(", ", splits)}) beside others ({string.Join(", ", top.Except(splits))}). Use either split/class/image or class/image.");
        }

        if (splits.Length > 0 && !DeclaredSplits.Contains(Split.Train))
        {
            throw new DatasetException($"'{folder}' has the split(s) {string.Join(", ", splits)} but no folder 'train'.");
        }

        Classes = [.. (splits.Length > 0 ? splits.SelectMany(split => Names(Path.Combine(_folder, split))) : top)
            .Distinct().Order(StringComparer.Ordinal)];
        if (Classes.Count < 2)
        {
            throw new DatasetException(
                $"'{folder}' has {Classes.Count} class folder(s); a classifier needs two or more. Expected train/<class>/<image> or <class>/<image>.");
        }
    }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<string> DeclaredSplits { get; }

    public long? Count => null;

    /// <summary>What most networks trained on photos take.</summary>
    public int DefaultSize => 224;

    public int DefaultChannels => 3;

    public IDataset Open(IEngine engine, int partitions) =>
        engine.ReadBinaryFiles(_folder, partitions).MapPartitions(
            PartitionFunctionSpec.Create(LabelByFolderFunction.Name, new LabelByFolderOptions(_folder, Classes, DeclaredSplits.Count > 0)));

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];
}
