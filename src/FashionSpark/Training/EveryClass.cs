namespace FashionSpark.Training;

/// <summary>A class that is nowhere in a split can be neither learnt nor judged.</summary>
public static class EveryClass
{
    /// <param name="data">The data set and its version, for the error.</param>
    /// <param name="split">The split.</param>
    /// <param name="classes">Class names, in the order of their labels.</param>
    /// <param name="hasImages">Whether a label has images in the split.</param>
    /// <exception cref="DatasetException">A class has none.</exception>
    public static void Require(string data, string split, IReadOnlyList<string> classes, Func<int, bool> hasImages)
    {
        string[] missing = [.. classes.Where((_, label) => !hasImages(label))];
        if (missing.Length > 0)
        {
            throw new DatasetException(
                $"The split '{split}' of {data} has no images of {string.Join(", ", missing.Select(name => $"'{name}'"))}. " +
                "Add some there (folders train, validation and test above the classes say which image goes where), or leave the class out, and prepare again.");
        }
    }
}
