using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>
/// Classes and splits as the names of folders say them, wherever the folders are: <c>train/dress/x.jpg</c> (splits train,
/// validation or val, test), or one level, <c>dress/x.jpg</c>.
/// </summary>
/// <param name="Classes">Class names in ordinal order; the label is the index.</param>
/// <param name="DeclaredSplits">Splits that have folders; none = one level.</param>
public sealed record ClassFolders(IReadOnlyList<string> Classes, IReadOnlyList<string> DeclaredSplits)
{
    public bool HasSplits => DeclaredSplits.Count > 0;

    /// <param name="place">What a user named, for errors.</param>
    /// <param name="top">Names of the topmost folders.</param>
    /// <param name="below">Names of the folders in one of them.</param>
    /// <exception cref="DatasetException">There are no class folders, or the two forms are mixed.</exception>
    public static ClassFolders Of(string place, IReadOnlyCollection<string> top, Func<string, IEnumerable<string>> below)
    {
        string[] splits = [.. top.Where(name => FolderSplit.Of(name) is not null).Order(StringComparer.Ordinal)];
        string[] declared = [.. splits.Select(name => FolderSplit.Of(name)!).Distinct()];
        if (splits.Length > 0 && splits.Length < top.Count)
        {
            throw new DatasetException(
                $"'{place}' has split folders ({string.Join(", ", splits)}) beside others ({string.Join(", ", top.Except(splits).Order(StringComparer.Ordinal))}). Use either split/class/image or class/image.");
        }

        if (splits.Length > 0 && !declared.Contains(Split.Train))
        {
            throw new DatasetException($"'{place}' has the split(s) {string.Join(", ", splits)} but no folder 'train'.");
        }

        string[] classes = [.. (splits.Length > 0 ? splits.SelectMany(below) : top).Distinct().Order(StringComparer.Ordinal)];
        return classes.Length >= 2
            ? new ClassFolders(classes, declared)
            : throw new DatasetException(
                $"'{place}' has {classes.Length} class folder(s); a classifier needs two or more. Expected train/<class>/<image> or <class>/<image>.");
    }

    /// <summary>The files below these folders as images, read by the engine itself.</summary>
    /// <param name="engine">Sees the root.</param>
    /// <param name="root">What the folders lie in: a full path, or an address that the engine knows.</param>
    /// <param name="partitions">Most partitions.</param>
    public IDataset Read(IEngine engine, string root, int partitions) => engine.ReadBinaryFiles(root, partitions).MapPartitions(
        PartitionFunctionSpec.Create(LabelByFolderFunction.Name, new LabelByFolderOptions(root, Classes, HasSplits)));
}
