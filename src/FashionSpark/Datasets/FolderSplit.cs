namespace FashionSpark.Datasets;

/// <summary>Splits by the names that people give them.</summary>
public static class FolderSplit
{
    /// <summary>The split that a name of a folder, or a value in a table, stands for; null where it is none.</summary>
    public static string? Of(string name) => name switch
    {
        "train" => Split.Train,
        "validation" or "val" or "valid" => Split.Validation,
        "test" => Split.Test,
        _ => null,
    };
}
