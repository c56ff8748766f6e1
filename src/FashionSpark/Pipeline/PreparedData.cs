using FashionSpark.Engines;

namespace FashionSpark.Pipeline;

/// <summary>Finds prepared data sets.</summary>
public static class PreparedData
{
    /// <exception cref="TableNotFoundException">There is none at that path.</exception>
    public static async Task<DeltaTableInfo> DescribeAsync(IEngine engine, string path, long? version, CancellationToken cancellation) =>
        await engine.DescribeDeltaAsync(path, version, cancellation).ConfigureAwait(false)
            ?? throw new TableNotFoundException($"There is no prepared data set at '{path}'. Make one with 'fashionspark prepare --source ... --out {path}'.");
}
