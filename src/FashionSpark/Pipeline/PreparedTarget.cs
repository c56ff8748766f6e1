using System.Globalization;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Images;

namespace FashionSpark.Pipeline;

/// <summary>Where a prepare writes, and what is there already.</summary>
/// <param name="Table">The table at its newest version; null = none.</param>
/// <param name="Properties">What the set there says of itself, where it can be brought up to date; null = all is prepared anew.</param>
internal sealed record PreparedTarget(DeltaTableInfo? Table, PreparedProperties? Properties)
{
    /// <summary>Version of the application transaction of the next commit of rows.</summary>
    public long NextUpdate => 1 + (Table is null ? 0 : PreparedOrigin.UpdateOf(Table));

    /// <summary>
    /// A set that prepare made is brought up to date. Anything of ours is replaced with overwrite; what a killed prepare
    /// left undescribed is of no use to anybody and is replaced without.
    /// </summary>
    /// <param name="engine">Where the table is.</param>
    /// <param name="options">Where, and whether it may be replaced.</param>
    /// <param name="runId">The run; what it has written itself before it was killed is not replaced. Null = none yet.</param>
    /// <param name="cancellation">Stops the question.</param>
    /// <exception cref="OutputExistsException">Something else is there.</exception>
    public static async Task<PreparedTarget> OpenAsync(IEngine engine, PrepareOptions options, string? runId, CancellationToken cancellation)
    {
        DeltaTableInfo? table = await engine.DescribeDeltaAsync(options.Out, null, cancellation).ConfigureAwait(false);
        if (table is null)
        {
            return Directory.Exists(options.Out) && Directory.EnumerateFileSystemEntries(options.Out).Any(entry => !IsOurs(Path.GetFileName(entry)))
                ? throw new OutputExistsException($"'{options.Out}' is a folder with other things in it. Name a new one as --out.")
                : new PreparedTarget(null, null);
        }

        PreparedProperties? properties = PreparedProperties.Find(table);
        if (properties?.Origin is { } origin && (!options.Overwrite || origin.RunId == runId))
        {
            return new PreparedTarget(table, properties);
        }

        bool isUndescribed = properties is null && PreparedOrigin.UpdateOf(table) > 0;
        return options.Overwrite || isUndescribed
            ? new PreparedTarget(table, null)
            : throw new OutputExistsException(
                $"'{options.Out}' already holds a table (version {table.Version}) that does not say what it was prepared from, so it cannot be brought up to date. Name another --out, or replace it with --overwrite.");
    }

    /// <summary>The source as it is recorded: a name, or a full path; a database with the table or query.</summary>
    public static string SourceName(PrepareOptions options) => options switch
    {
        { Postgres: { } relation } => $"{options.Source} {relation.Table ?? relation.Query}",
        _ when Directory.Exists(options.Source) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Source)),
        _ => options.Source,
    };

    /// <exception cref="OutputExistsException">The set there was made from another source or with other options; names every one.</exception>
    public void CheckSame(PrepareOptions options, ImageOptions image)
    {
        if (Properties is not { Origin: { } origin } before)
        {
            return;
        }

        var differences = new List<string>();
        void Compare(string what, string then, string now)
        {
            if (then != now)
            {
                differences.Add($"{what} was {then}, now {now}");
            }
        }

        Compare("the source", $"'{origin.Source}'", $"'{SourceName(options)}'");
        Compare("the size", Text(before.Width), Text(image.Width));
        Compare("the number of channels", Text(before.Channels), Text(image.Channels));
        Compare("the preprocessing", before.Preprocessing, Preprocessing.Name(image.Fit));
        Compare("the validation share", Text(origin.ValidationShare), Text(options.ValidationShare));
        Compare("the test share", Text(origin.TestShare), Text(options.TestShare));
        if (differences.Count > 0)
        {
            throw new OutputExistsException(
                $"'{options.Out}' was prepared otherwise: {string.Join("; ", differences)}. Say the same to bring it up to date, name another --out, or prepare all anew with --overwrite.");
        }
    }

    /// <summary>What a prepare that was killed before its first commit leaves: data files that no table refers to.</summary>
    private static bool IsOurs(string name) => name == "_delta_log" || name.StartsWith("split=", StringComparison.Ordinal);

    private static string Text(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);
}
