namespace FashionSpark.Spark.Tables;

/// <summary>
/// Reads a table's log through Spark, since the driver may not see the table's storage, and no statement of Delta Lake
/// tells application transactions. Only lines that matter leave the executors.
/// </summary>
internal sealed class DeltaLogReader
{
    private readonly ILogFiles _files;

    public DeltaLogReader(ILogFiles files) => _files = files;

    /// <summary>Null where there is no table.</summary>
    /// <exception cref="TableNotFoundException">The table has not that version.</exception>
    public async Task<DeltaState?> ReadAsync(SparkTable table, long? version, CancellationToken cancellation)
    {
        List<(long Version, string Line)> commits = await LinesAsync(LogFiles.Commits(table), cancellation).ConfigureAwait(false);
        if (commits.Count == 0)
        {
            return null;
        }

        long newest = commits.Max(line => line.Version);
        long target = version ?? newest;
        if (target < 0 || target > newest)
        {
            throw new TableNotFoundException($"Table '{table.Text}' has no version {target}; its newest is {newest}.");
        }

        var replay = new DeltaLogReplay();
        long from = 0;
        if (commits.Min(line => line.Version) > 0)
        {
            // Old commits have been cleaned away: a checkpoint says what they said.
            from = await ApplyCheckpointAsync(table, target, replay, cancellation).ConfigureAwait(false);
        }

        foreach ((long commit, string line) in commits.Where(line => line.Version >= from && line.Version <= target).OrderBy(line => line.Version))
        {
            replay.Apply(line, commit);
        }

        return replay.Build(table.Text, target);
    }

    private async Task<long> ApplyCheckpointAsync(SparkTable table, long target, DeltaLogReplay replay, CancellationToken cancellation)
    {
        List<(long Version, string Line)> lines = await LinesAsync(LogFiles.Checkpoints(table), cancellation).ConfigureAwait(false);
        long? checkpoint = lines.Where(line => line.Version <= target).Max(line => (long?)line.Version);
        foreach ((_, string line) in lines.Where(line => line.Version == checkpoint))
        {
            replay.Apply(line, version: null);
        }

        return checkpoint + 1 ?? 0;
    }

    private async Task<List<(long Version, string Line)>> LinesAsync(LogFiles files, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<(string File, string Value)> lines = await _files.ReadAsync(files, cancellation).ConfigureAwait(false);
            return [.. lines.Where(line => DeltaLogReplay.VersionOf(line.File) is not null).Select(line => (DeltaLogReplay.VersionOf(line.File)!.Value, line.Value))];
        }
        catch (SparkException e) when (e.Is("PATH_NOT_FOUND"))
        {
            return [];
        }
    }
}
