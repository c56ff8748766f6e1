using FashionSpark.Datasets;

namespace FashionSpark.Pipeline;

/// <summary>Whether every class has images in every split.</summary>
internal static class ClassCoverage
{
    /// <summary>What a user should know: a class that a split has no image of, so that nothing is measured of it there.</summary>
    /// <exception cref="DatasetException">A class without training images: a model would have an answer it never saw.</exception>
    public static IReadOnlyList<string> Check(string data, IReadOnlyList<string> classes, PreparedStatistics statistics)
    {
        HashSet<(string, int)> found = [.. statistics.Images.Select(s => (s.Split, s.Label))];
        string[] Missing(string split) => [.. classes.Where((_, label) => !found.Contains((split, label)))];

        string[] untrained = Missing(Split.Train);
        if (untrained.Length > 0)
        {
            throw new DatasetException(
                $"'{data}' would have no training images of {Names(untrained)}: {(untrained.Length == classes.Count ? "the training split is empty" : "nothing could be learned of it")}. " +
                "Add images, or remove the class from the source; where many were quarantined, that table says why; where splits are cut by share, smaller shares leave more for training.");
        }

        return
        [
            .. from split in (string[])[Split.Validation, Split.Test]
               let missing = Missing(split)
               where missing.Length > 0
               select missing.Length == classes.Count
                   ? $"The {split} split is empty: nothing can be {(split == Split.Test ? "measured" : "chosen")} on it."
                   : $"The {split} split has no images of {Names(missing)}: nothing will be known of it there.",
        ];
    }

    private static string Names(string[] classes) => $"{(classes.Length == 1 ? "class" : "classes")} {string.Join(", ", classes.Select(name => $"'{name}'"))}";
}
