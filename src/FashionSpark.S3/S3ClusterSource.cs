using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.S3;

/// <summary>Images in S3 that the cluster reads by its own file system and credentials: neither this process nor our functions need any.</summary>
internal sealed class S3ClusterSource : IImageSource
{
    /// <summary>Names of the splits and of the classes in them.</summary>
    public const int Depth = 2;

    private readonly string _root;
    private readonly ClassFolders _classes;

    /// <param name="address">What the user named.</param>
    /// <param name="root">The same as the cluster knows it, such as <c>s3a://bucket/photos</c>.</param>
    /// <param name="files">Files by folder, at most <see cref="Depth"/> names deep.</param>
    /// <exception cref="DatasetException">There is nothing, there are no class folders, or two layouts are mixed.</exception>
    public S3ClusterSource(S3Address address, string root, IReadOnlyDictionary<string, long> files)
    {
        _root = root;
        Count = files.Values.Sum();
        if (Count == 0)
        {
            throw S3ImageKind.NothingAt(address);
        }

        string[][] folders = [.. files.Keys.Where(folder => folder.Length > 0).Select(folder => folder.Split('/'))];
        _classes = ClassFolders.Of(
            address.ToString(),
            [.. folders.Select(names => names[0]).Distinct()],
            top => folders.Where(names => names.Length == Depth && names[0] == top).Select(names => names[1]));
    }

    public IReadOnlyList<string> Classes => _classes.Classes;

    public IReadOnlyList<string> DeclaredSplits => _classes.DeclaredSplits;

    public long? Count { get; }

    public int DefaultSize => 224;

    public int DefaultChannels => 3;

    public IDataset Open(IEngine engine, int partitions) => _classes.Read(engine, _root, partitions);

    /// <summary>Nothing was left.</summary>
    public void Dispose()
    {
    }
}
