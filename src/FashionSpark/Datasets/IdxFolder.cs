using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>A folder with the four files of Fashion-MNIST or of a set of the same form, gzipped or not.</summary>
public sealed class IdxFolder : IImageSource
{
    private readonly IReadOnlyList<IdxPair> _pairs;

    /// <exception cref="DatasetException">A file is missing, or the files do not fit each other.</exception>
    public IdxFolder(string folder, IReadOnlyList<string> classes)
    {
        Classes = classes;
        _pairs = [Open(folder, Split.Train, "train", classes.Count), Open(folder, Split.Test, "t10k", classes.Count)];
        if (_pairs[0].Height != _pairs[1].Height || _pairs[0].Width != _pairs[1].Width)
        {
            throw new DatasetException(
                $"Training images in '{folder}' are {_pairs[0].Width} x {_pairs[0].Height} but test images {_pairs[1].Width} x {_pairs[1].Height}.");
        }
    }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<string> DeclaredSplits { get; } = [Split.Train, Split.Test];

    public long? Count => _pairs.Sum(pair => (long)pair.Count);

    public int DefaultSize => Math.Max(_pairs[0].Height, _pairs[0].Width);

    public int DefaultChannels => 1;

    /// <summary>Nothing was left.</summary>
    public void Dispose()
    {
    }

    public static bool HasAllFiles(string folder) => FashionMnist.Files.Keys.All(file => Find(folder, file) is not null);

    /// <summary>Whether any of the four files is there, so that the folder means to be one of IDX files.</summary>
    public static bool HasAnyFile(string folder) => FashionMnist.Files.Keys.Any(file => Find(folder, file) is not null);

    /// <summary>A range of every pair for each partition, so that all partitions have as much to do.</summary>
    public IDataset Open(IEngine engine, int partitions)
    {
        var rows = new List<object?[]>();
        for (int p = 0; p < partitions; p++)
        {
            foreach (IdxPair pair in _pairs)
            {
                int start = (int)((long)pair.Count * p / partitions);
                int end = (int)((long)pair.Count * (p + 1) / partitions);
                rows.Add([pair.Split, pair.Images, pair.Labels, start, end - start]);
            }
        }

        return engine.FromRows(RowBatch.Create(ReadIdxFunction.RangeSchema, rows), partitions)
            .MapPartitions(PartitionFunctionSpec.Create(ReadIdxFunction.Name, new ReadIdxOptions(Classes.Count)));
    }

    private static IdxPair Open(string folder, string split, string prefix, int classes) =>
        IdxPair.Open(split, Need(folder, prefix + "-images-idx3-ubyte"), Need(folder, prefix + "-labels-idx1-ubyte"), classes);

    private static string Need(string folder, string file) =>
        Find(folder, file) ?? throw new DatasetException($"'{folder}' has no file '{file}' or '{file}.gz'.");

    private static string? Find(string folder, string file) =>
        new[] { file, file + ".gz" }.Select(name => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
