using System.Collections.Concurrent;
using System.Globalization;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Web.Inference;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FashionSpark.Web.Feedback;

/// <summary>
/// Appends corrections to the feedback table, a commit every few seconds: a table with a file a picture would soon be slow
/// to read. What was taken and is not written when the service is stopped is written then.
/// </summary>
internal sealed class FeedbackStore : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Corrections, and their bytes, that wait for a commit at most.</summary>
    private const int MostWaiting = 500;
    private const long MostBytes = 100_000_000;

    private static readonly int ContentColumn = FeedbackSchema.Schema.GetFieldIndex(FeedbackSchema.Content);

    private readonly ConcurrentQueue<Correction> _waiting = new();
    /// <summary>Rows of what was taken: written again after a failure, they are the same rows.</summary>
    private readonly List<object?[]> _taken = [];
    private readonly SemaphoreSlim _writing = new(1);
    private readonly string _table;
    private readonly TimeProvider _time;
    private readonly ILogger<FeedbackStore> _log;
    private readonly FeedbackKinds _kinds;
    private IFeedbackWriter? _writer;
    private long _number;
    private long _bytes;

    public FeedbackStore(ServeOptions options, FeedbackKinds kinds, TimeProvider time, ILogger<FeedbackStore> log)
    {
        _kinds = kinds;
        _table = kinds.Record(options.Feedback!);
        _time = time;
        _log = log;
    }

    /// <exception cref="QueueFullException">Too many wait for a commit; perhaps the disk is full.</exception>
    public void Add(Correction correction)
    {
        if (_waiting.Count >= MostWaiting || Interlocked.Read(ref _bytes) + correction.Content.Length > MostBytes)
        {
            throw new QueueFullException("Corrections wait to be written.");
        }

        Interlocked.Add(ref _bytes, correction.Content.Length);
        _waiting.Enqueue(correction);
    }

    /// <summary>Makes the table, so that one that cannot be written is known before the first visitor.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _writer = _kinds.Find(_table) is { } kind
            ? await kind.OpenAsync(_table, _time, cancellationToken).ConfigureAwait(false)
            : new DeltaFeedbackWriter(_table, _time);
        await WriteAsync([], cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Writes what waits, in one commit.</summary>
    public async Task FlushAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            while (_taken.Count < MostWaiting && _waiting.TryDequeue(out Correction? correction))
            {
                _taken.Add(Row(correction));
            }

            if (_taken.Count > 0)
            {
                await WriteAsync(_taken, CancellationToken.None).ConfigureAwait(false);
                Interlocked.Add(ref _bytes, -_taken.Sum(row => ((byte[])row[ContentColumn]!).LongLength));
                _taken.Clear();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FashionSparkException)
        {
            _log.LogError("{Count} corrections could not be written to {Table}, and wait: {Message}", _taken.Count, _table, e.Message);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override void Dispose()
    {
        _writing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await FlushAsync().ConfigureAwait(false);
        }
    }

    private Task WriteAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        _writer!.WriteAsync(RowBatch.Create(FeedbackSchema.Schema, rows), cancellation);

    private object?[] Row(Correction correction)
    {
        string id = ImageId.Compute(correction.Content);
        string source = string.Create(CultureInfo.InvariantCulture, $"feedback/{correction.ReceivedAt:yyyyMMddTHHmmssfffffff}-{_number++}-{id}");
        return
        [
            source, id, correction.Class, correction.Content, correction.Predicted, (float)correction.Confidence, correction.Model, correction.ReceivedAt,
        ];
    }
}
