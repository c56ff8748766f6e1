namespace FashionSpark.Datasets;

/// <summary>Labels by the names of classes: a label is a name's place in the list.</summary>
public sealed class ClassLabels
{
    private readonly Dictionary<string, int> _labels;

    public ClassLabels(IReadOnlyList<string> classes) =>
        _labels = classes.Select((name, label) => (name, label)).ToDictionary(pair => pair.name, pair => pair.label, StringComparer.Ordinal);

    /// <summary>-1 where there is no such class, or no name.</summary>
    public int Of(string? name) => name is null ? -1 : _labels.GetValueOrDefault(name, -1);
}
