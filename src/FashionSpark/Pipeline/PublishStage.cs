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
            written[SinkTable.Predictions.Name] = await WriteAsync(sink, read, new SinkRows(SinkTable.Predictions.Name), progress, cancellation).ConfigureAwait(false);
        }

        string[] runs = [.. new[] { _context.RunId, evaluate?.RunId }.OfType<string>().Distinct()];
        foreach (SinkTable table in SinkTable.Results)
        {
            string path = _context.Table(table.Name);
            if (await _context.Engine.DescribeDeltaAsync(path, null, cancellation).ConfigureAwait(false) is { } delta)
            {
                written[table.Name] = await WriteAsync(sink, new DeltaRead(path, delta.Version), new SinkRows(table.Name, runs), progress, cancellation).ConfigureAwait(false);
            }
        }

        return new PublishResult(options.To, written, clock.Seconds);
    }

    private async Task<long> ImagesAsync(ISink sink, PrepareResult prepare, IStageProgress progress, CancellationToken cancellation)
    {
        DeltaTableInfo table = await PreparedData.DescribeAsync(_context.Engine, prepare.Data, prepare.DataVersion, cancellation).ConfigureAwait(false);
        string data = Path.GetFullPath(prepare.Data);
        var rows = new SinkRows(SinkTable.Images.Name, Data: data, Version: prepare.DataVersion, Classes: PreparedProperties.Read(table).Classes);
        long written = await WriteAsync(sink, new DeltaRead(prepare.Data, prepare.DataVersion), rows, progress, cancellation).ConfigureAwait(false);
        await sink.RemoveOlderAsync(SinkTable.Images, data, prepare.DataVersion, cancellation).ConfigureAwait(false);
        return written;
    }

    private async Task<long> WriteAsync(ISink sink, DeltaRead read, SinkRows rows, IStageProgress progress, CancellationToken cancellation)
    {
        long written = 0;
        await foreach (RecordBatch batch in _context.Engine.ReadDelta(read).MapPartitions(sink.Write(rows)).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            long sum = Enumerable.Range(0, batch.Length).Sum(row => batch.Column<Int64Array>("rows").GetValue(row) ?? 0);
            written += sum;
            progress.Report(sum);
        }

        return written;
    }
}
