namespace FashionSpark.Cli.Commands;

internal static class TablePath
{
    /// <summary>The warehouse a table lies in: the folder above it; null where that cannot be told.</summary>
    public static string? Parent(string? table)
    {
        string? parent = table is null ? null : Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(table));
        return parent is { Length: 0 } ? "." : parent;
    }
}
