using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace FashionSpark.Cli.Tests.Notebooks;

/// <summary>Runs cells as a C# kernel does: one after the other, each sees what the ones before declared.</summary>
internal static class CSharpCells
{
    public static async Task RunAsync(IEnumerable<string> cells, CancellationToken cancellation)
    {
        ScriptOptions options = ScriptOptions.Default.WithFilePath(Path.Combine(Notebook.Folder, "cell.csx"));
        ScriptState? state = null;
        foreach (string cell in cells)
        {
            // The libraries of the tests themselves, in the place of the ones that were published.
            string code = cell.Replace("#r \"../artifacts/fashionspark/current/", $"#r \"{AppContext.BaseDirectory}", StringComparison.Ordinal);
            state = state is null
                ? await CSharpScript.RunAsync(code, options, cancellationToken: cancellation)
                : await state.ContinueWithAsync(code, options, cancellationToken: cancellation);
        }
    }
}
