namespace FashionSpark.Datasets;

/// <summary>What the names of folders say.</summary>
internal static class FolderLayout
{
    /// <summary>The split a folder name stands for; null where it is none.</summary>
    public static string? SplitOf(string folder) => folder switch
    {
        "train" => Split.Train,
        "validation" or "val" or "valid" => Split.Validation,
        "test" => Split.Test,
        _ => null,
    };
}
