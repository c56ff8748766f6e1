using System.Text.Json;

namespace FashionSpark.Cli.Tests.Notebooks;

/// <summary>A notebook file of this repository.</summary>
internal static class Notebook
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "notebooks");

    /// <summary>Its code, a cell each, from top to bottom.</summary>
    public static IReadOnlyList<string> Code(string name) => [.. Cells(name).Where(cell => cell.GetProperty("cell_type").GetString() == "code").Select(Text)];

    /// <summary>Every cell, as nbformat 4 has it.</summary>
    public static IReadOnlyList<JsonElement> Cells(string name)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name)));
        Assert.Equal(4, file.RootElement.GetProperty("nbformat").GetInt32());
        return [.. file.RootElement.GetProperty("cells").EnumerateArray().Select(cell => cell.Clone())];
    }

    private static string Text(JsonElement cell) => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()));
}
