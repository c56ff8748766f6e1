using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>Finds prepared data sets.</summary>
public static class PreparedData
{
    /// <summary>
    /// Versions looked back for a whole one: where rows and properties take a commit each (Spark), the one before the rows
    /// is whole, unless a prepare was killed between the two more than once.
    /// </summary>
    private const int VersionsBack = 4;

    /// <summary>A version, or the newest that is whole: while a set is being brought up to date, the one before is read.</summary>
    /// <param name="engine">Where it is.</param>
    /// <param name="path">Folder of the table.</param>
    /// <param name="version">The version, whole or not; null = the newest whole one, or the newest where none is.</param>
    /// <param name="cancellation">Stops the question.</param>
    /// <exception cref="TableNotFoundException">There is none at that path.</exception>
    public static async Task<DeltaTableInfo> DescribeAsync(IEngine engine, string path, long? version, CancellationToken cancellation)
    {
        DeltaTableInfo newest = await engine.DescribeDeltaAsync(path, version, cancellation).ConfigureAwait(false)
            ?? throw new TableNotFoundException($"There is no prepared data set at '{path}'. Make one with 'fashionspark prepare --source ... --out {path}'.");
        DeltaTableInfo? found = newest;
        for (int back = 1; version is null && found is not null && !PreparedProperties.IsWhole(found) && back <= VersionsBack && back <= newest.Version; back++)
        {
            found = await engine.DescribeDeltaAsync(path, newest.Version - back, cancellation).ConfigureAwait(false);
        }

        return found is not null && PreparedProperties.IsWhole(found) ? found : newest;
    }
}
