using System.Globalization;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Pipeline.Sinks;
using FashionSpark.Scoring;

namespace FashionSpark.Pipeline;

/// <summary>
/// The last stage of a job with a sink: what the run left in its tables, read as it was committed and written to the sink by the
/// partitions, rows over rows. Run again, it ends with the same rows.
/// </summary>
internal sealed class PublishStage
{
    public const string Name = "publish";

    private readonly PipelineContext _context;
    private readonly SinkKinds _kinds;

    public PublishStage(PipelineContext context, SinkKinds kinds)
    {
        _context = context;
        _kinds = kinds;
    }

    private string OfRun => $"run={_context.RunId}";

    /// <exception cref="RemoteStoreException">The sink does not answer, or not to us.</exception>
    public async Task<PublishResult> RunAsync(
        SinkOptions options, PrepareResult? prepare, ScoreResult? score, EvaluateResult? evaluate, CancellationToken cancellation)
    {
        var clock = new StageClock(_context.Time);
        SinkTable[] tables = [.. SinkTable.All.Where(table => options.Images || table != SinkTable.Images)];
        ISink sink = await _kinds.OpenAsync(options, tables, cancellation).ConfigureAwait(false);
        var written = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using IStageProgress progress = _context.Progress.Begin(Name, null, "rows");
        if (options.Images && prepare is not null)
        {
            written[SinkTable.Images.Name] = await ImagesAsync(sink, prepare, progress, cancellation).ConfigureAwait(false);
        }

        if (score is not null)
        {
            var read = new DeltaRead(score.Table, score.TableVersion, Partitions: new PartitionFilter(PredictionsSchema.RunId, [_context.RunId]));
            written[SinkTable.Predictions.Name] = await WriteAsync(sink, read, new SinkRows(SinkTable.Predictions.Name, OfRun), progress, cancellation).ConfigureAwait(false);
        }

        string[] runs = [.. new[] { _context.RunId, evaluate?.RunId }.OfType<string>().Distinct()];
        foreach (SinkTable table in SinkTable.Results)
        {
            string path = _context.Table(table.Name);
            if (await _context.Engine.DescribeDeltaAsync(path, null, cancellation).ConfigureAwait(false) is { } delta)
            {
                written[table.Name] = await WriteAsync(sink, new DeltaRead(path, delta.Version), new SinkRows(table.Name, OfRun, runs), progress, cancellation).ConfigureAwait(false);
            }
        }

        return new PublishResult(options.To, written, clock.Seconds);
    }

    private async Task<long> ImagesAsync(ISink sink, PrepareResult prepare, IStageProgress progress, CancellationToken cancellation)
    {
        DeltaTableInfo table = await PreparedData.DescribeAsync(_context.Engine, prepare.Data, prepare.DataVersion, cancellation).ConfigureAwait(false);
        PreparedProperties properties = PreparedProperties.Read(table);
        string data = Path.GetFullPath(prepare.Data);

        // The run that made the version: a set that was deleted and prepared anew begins with version 0 again.
        string piece = string.Create(CultureInfo.InvariantCulture, $"data={Path.GetFileName(Path.TrimEndingDirectorySeparator(data))}/version={prepare.DataVersion}-{properties.Origin?.RunId ?? _context.RunId}");
        var rows = new SinkRows(SinkTable.Images.Name, piece, Data: data, Version: prepare.DataVersion, Classes: properties.Classes);
        return await WriteAsync(sink, new DeltaRead(prepare.Data, prepare.DataVersion), rows, progress, cancellation).ConfigureAwait(false);
    }

    private async Task<long> WriteAsync(ISink sink, DeltaRead read, SinkRows rows, IStageProgress progress, CancellationToken cancellation)
    {
        if (await sink.BeginAsync(rows, cancellation).ConfigureAwait(false) is { } present)
        {
            return present;
        }

        long sum = 0;
        var written = new List<RecordBatch>();
        await foreach (RecordBatch batch in _context.Engine.ReadDelta(read).MapPartitions(sink.Write(rows)).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            long rowsOfBatch = Enumerable.Range(0, batch.Length).Sum(row => batch.Column<Int64Array>("rows").GetValue(row) ?? 0);
            sum += rowsOfBatch;
            written.Add(batch);
            progress.Report(rowsOfBatch);
        }

        await sink.CompleteAsync(rows, written, cancellation).ConfigureAwait(false);
        return sum;
    }
}
