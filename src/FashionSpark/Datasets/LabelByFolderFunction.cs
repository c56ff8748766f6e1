using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>
/// Partition function <c>label-by-folder</c>: files become images whose split and class are the names of their
/// folders. A file that lies in no class folder keeps label -1, and <c>prepare</c> puts it into quarantine.
/// </summary>
public sealed class LabelByFolderFunction : IPartitionFunction
{
    public const string Name = "label-by-folder";

    private readonly string _root;
    private readonly FolderLabels _labels;

    public LabelByFolderFunction(LabelByFolderOptions options)
    {
        _root = WithoutScheme(options.Root).TrimEnd('/') + "/";
        _labels = new FolderLabels(options.Classes, options.HasSplits);
    }

    public Schema OutputSchema(Schema input)
    {
        input.Require(
            new Field(BinaryFileSchema.Path, StringType.Default, nullable: true),
            new Field(BinaryFileSchema.Content, BinaryType.Default, nullable: true));
        return SourceSchema.Schema;
    }

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) => input.Select(Label);

    private RecordBatch Label(RecordBatch files)
    {
        StringArray paths = files.Column<StringArray>(BinaryFileSchema.Path);
        var sources = new StringArray.Builder();
        var splits = new StringArray.Builder();
        var labels = new int[files.Length];
        for (int row = 0; row < files.Length; row++)
        {
            string source = RelativePath(paths.GetString(row));
            (string? split, labels[row]) = _labels.Of(source);
            sources.Append(source);
            splits.Append(split);
        }

        return new RecordBatch(
            SourceSchema.Schema,
            [sources.Build(ManagedAllocator.Instance), splits.Build(ManagedAllocator.Instance), ArrowColumns.Integers(labels), files.Column<BinaryArray>(BinaryFileSchema.Content)],
            files.Length);
    }

    /// <summary>Relative to the root, so that a data set that moves keeps its sources.</summary>
    private string RelativePath(string path)
    {
        string plain = WithoutScheme(path);
        return plain.StartsWith(_root, StringComparison.Ordinal)
            ? plain[_root.Length..]
            : throw new DatasetException($"File '{path}' does not lie below '{_root}', which was to be read.");
    }

    /// <summary>A cluster may name a store otherwise than it was asked: <c>s3a:</c> for <c>s3:</c>.</summary>
    private static string WithoutScheme(string path) => path.StartsWith('/') ? path : path[(path.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
