namespace FashionSpark.Datasets;

/// <summary>The three parts of a data set, by the names they have in tables.</summary>
public static class Split
{
    /// <summary>What weights are fitted to.</summary>
    public const string Train = "train";

    /// <summary>What choices are made on: epochs, strengths, temperature, thresholds.</summary>
    public const string Validation = "validation";

    /// <summary>Looked at once per model.</summary>
    public const string Test = "test";

    /// <summary>In the order in which an image found in several is kept: the test split must not lose images to train.</summary>
    public static IReadOnlyList<string> All { get; } = [Test, Validation, Train];
}
