using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>Whether a prepare may write where it was told to.</summary>
internal static class PreparedOutput
{
    /// <summary>Allowed: nothing there, what an interrupted run of the same id left, or anything of ours with overwrite.</summary>
    /// <exception cref="OutputExistsException">Something else is there.</exception>
    public static async Task CheckAsync(IEngine engine, PrepareOptions options, string appId, CancellationToken cancellation)
    {
        DeltaTableInfo? table = await engine.DescribeDeltaAsync(options.Out, null, cancellation).ConfigureAwait(false);
        if (table is not null)
        {
            if (!options.Overwrite && !table.Transactions.ContainsKey(appId))
            {
                throw new OutputExistsException($"'{options.Out}' already holds a data set (version {table.Version}). Name another --out, or replace it with --overwrite.");
            }
        }
        else if (Directory.Exists(options.Out) && Directory.EnumerateFileSystemEntries(options.Out).Any(entry => !IsOurs(Path.GetFileName(entry))))
        {
            throw new OutputExistsException($"'{options.Out}' is a folder with other things in it. Name a new one as --out.");
        }
    }

    /// <summary>What a prepare that was killed before its first commit leaves: data files that no table refers to.</summary>
    private static bool IsOurs(string name) => name == "_delta_log" || name.StartsWith("split=", StringComparison.Ordinal);
}
