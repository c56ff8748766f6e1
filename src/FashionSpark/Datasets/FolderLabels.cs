namespace FashionSpark.Datasets;

/// <summary>Split and label of an image from its path below the source, such as <c>train/dress/x.jpg</c>.</summary>
public sealed class FolderLabels
{
    private readonly bool _hasSplits;
    private readonly ClassLabels _labels;

    /// <param name="classes">Class names; the label is the index.</param>
    /// <param name="hasSplits">Whether split folders lie above the class folders.</param>
    public FolderLabels(IReadOnlyList<string> classes, bool hasSplits)
    {
        _hasSplits = hasSplits;
        _labels = new ClassLabels(classes);
    }

    /// <summary>Label -1 where the path lies in no class folder.</summary>
    public (string? Split, int Label) Of(string path)
    {
        string[] parts = path.Split('/');
        int folders = _hasSplits ? 2 : 1;
        string? split = _hasSplits ? FolderSplit.Of(parts[0]) : null;
        return (split, parts.Length == folders + 1 ? _labels.Of(parts[folders - 1]) : -1);
    }
}
