using FashionSpark.Datasets;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>Rows of the result tables about a version of a data set, once its number is known.</summary>
internal sealed class PreparedReport
{
    private readonly PipelineContext _context;
    private readonly PrepareResult _result;
    private readonly DateTimeOffset _now;

    public PreparedReport(PipelineContext context, PrepareResult result)
    {
        _context = context;
        _result = result;
        _now = context.Time.GetUtcNow();
    }

    /// <param name="classes">Names of the labels.</param>
    /// <param name="statistics">Of the version; null = nothing changed, and the run that made the version has its rows.</param>
    /// <param name="nearDuplicates">Of the version; null = not looked for.</param>
    /// <param name="cancellation">Stops between two commits.</param>
    public async Task WriteAsync(
        IReadOnlyList<string> classes, PreparedStatistics? statistics, IReadOnlyList<NearDuplicate>? nearDuplicates, CancellationToken cancellation)
    {
        string appId = $"{_context.RunId}:{PrepareStage.Name}";
        var writer = new ResultWriter(_context);
        List<object?[]> rows = [.. (statistics is null ? [] : Statistics(classes, statistics)), .. Figures()];
        await writer.AppendAsync(ResultTables.DatasetStatistics, ResultTables.DatasetStatisticsSchema, appId, rows, cancellation).ConfigureAwait(false);
        await writer.AppendAsync(
            ResultTables.NearDuplicates, ResultTables.NearDuplicatesSchema, appId, [.. (nearDuplicates ?? []).Select(Row)], cancellation).ConfigureAwait(false);
    }

    private IEnumerable<object?[]> Statistics(IReadOnlyList<string> classes, PreparedStatistics statistics)
    {
        foreach ((string split, int label, long images) in statistics.Images)
        {
            yield return Row("images", split, classes[label], null, images, null);
        }

        for (int channel = 0; channel < statistics.Channels.Count; channel++)
        {
            PixelSums sums = statistics.Channels[channel];
            yield return Row("channel", Split.Train, null, channel, sums.Images, sums);
        }
    }

    private IEnumerable<object?[]> Figures()
    {
        yield return Row("listed", _result.Listed);
        yield return Row("prepared", _result.Prepared);
        yield return Row("quarantined", _result.Quarantined);
        yield return Row("duplicates", _result.Duplicates);
        yield return Row("added", _result.Added);
        yield return Row("changed", _result.Changed);
        yield return Row("removed", _result.Removed);
        if (_result.NearDuplicates is { } near)
        {
            yield return Row("near_duplicates", near);
        }
    }

    private object?[] Row(string figure, long images) => Row(figure, null, null, null, images, null);

    private object?[] Row(string figure, string? split, string? name, int? channel, long images, PixelSums? sums) =>
        [_context.RunId, _result.Data, _result.DataVersion, figure, split, name, channel, images, sums?.Mean, sums?.StandardDeviation, _now];

    private object?[] Row(NearDuplicate near) =>
        [_context.RunId, _result.Data, _result.DataVersion, near.Source, near.Split, near.OtherSource, near.OtherSplit, near.Distance, _now];
}
