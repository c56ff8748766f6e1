namespace FashionSpark.Reporting;

/// <summary>What the warehouse's tables say of a version of a data set.</summary>
/// <param name="Path">Its folder; null = not known.</param>
/// <param name="Version">The version; null = not known.</param>
/// <param name="Statistics">Its counts, by the last run that made or checked it.</param>
/// <param name="Quarantine">What that run could not use.</param>
internal sealed record DatasetRows(string? Path, long? Version, IReadOnlyList<StatisticsRow> Statistics, IReadOnlyList<QuarantinedFile> Quarantine)
{
    /// <param name="warehouse">The tables.</param>
    /// <param name="path">Folder of the data set.</param>
    /// <param name="version">Version that was read; counts are of the last version up to it that changed rows. Null = the newest.</param>
    public static DatasetRows Of(Warehouse warehouse, string? path, long? version)
    {
        StatisticsRow? last = warehouse.Statistics
            .Where(row => row.Data == path && (version is null || row.Version <= version))
            .OrderBy(row => row.Version).ThenBy(row => row.RunId, StringComparer.Ordinal).LastOrDefault();
        return new DatasetRows(
            path,
            version ?? last?.Version,
            [.. warehouse.Statistics.Where(row => row.Data == path && row.Version == last?.Version && row.RunId == last?.RunId)],
            [.. warehouse.Quarantine.Where(file => file.RunId == last?.RunId)]);
    }

    /// <summary>Images of each split and class.</summary>
    public IEnumerable<StatisticsRow> Counts => Statistics.Where(row => row is { Figure: "images", Split: not null, Class: not null });
}
