using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apache.Arrow;

namespace FashionSpark.Engines.Local;

/// <summary>
/// Runs partitions side by side, a thread a partition: native libraries keep their thread counts per thread, so a
/// partition must not wander between the threads of a pool.
/// </summary>
internal sealed class LocalRunner
{
    /// <summary>Batches a partition may be ahead of the reader: enough to keep it busy, few enough to bound memory.</summary>
    private const int BatchesAhead = 4;

    private readonly int _parallelism;
    private readonly TimeProvider _time;

    public LocalRunner(int parallelism, TimeProvider time)
    {
        _parallelism = parallelism;
        _time = time;
    }

    /// <summary>Runs every partition through <paramref name="consume"/>; the first failure stops the others and is thrown.</summary>
    public async Task RunAsync(
        LocalSource source, Action<int, IEnumerable<RecordBatch>> consume, IProgress<long>? rows, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var next = new ConcurrentQueue<int>(Enumerable.Range(0, source.Partitions.Count));
        int workers = Math.Min(_parallelism, source.Partitions.Count);
        Exception? first = null;

        void Work()
        {
            while (!stop.IsCancellationRequested && next.TryDequeue(out int partition))
            {
                try
                {
                    consume(partition, Read(source, partition, rows, stop.Token));
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref first, e, null);
                    stop.Cancel();
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ =>
            Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <summary>Streams the batches of all partitions in the order of the partitions.</summary>
    public async IAsyncEnumerable<RecordBatch> StreamAsync(
        LocalSource source, IProgress<long>? rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Channel<RecordBatch>[] channels = [.. source.Partitions.Select(_ => Channel.CreateBounded<RecordBatch>(BatchesAhead))];
        Task run = Task.Run(
            async () =>
            {
                try
                {
                    await RunAsync(source, (partition, batches) => Push(channels[partition], batches, stop.Token), rows, stop.Token).ConfigureAwait(false);
                }
                finally
                {
                    foreach (Channel<RecordBatch> channel in channels)
                    {
                        channel.Writer.TryComplete();
                    }
                }
            },
            CancellationToken.None);
        try
        {
            foreach (Channel<RecordBatch> channel in channels)
            {
                await foreach (RecordBatch batch in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                {
                    yield return batch;
                }
            }

            await run.ConfigureAwait(false);
        }
        finally
        {
            // A reader that stops early, or was cancelled, must not leave partitions running.
            await stop.CancelAsync().ConfigureAwait(false);
            await run.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private static void Push(Channel<RecordBatch> channel, IEnumerable<RecordBatch> batches, CancellationToken cancellation)
    {
        foreach (RecordBatch batch in batches)
        {
            channel.Writer.WriteAsync(batch, cancellation).AsTask().GetAwaiter().GetResult();
        }

        channel.Writer.Complete();
    }

    private IEnumerable<RecordBatch> Read(LocalSource source, int partition, IProgress<long>? rows, CancellationToken cancellation)
    {
        var context = new PartitionContext
        {
            PartitionId = partition,
            Threads = Math.Max(1, _parallelism / Math.Max(1, Math.Min(_parallelism, source.Partitions.Count))),
            Time = _time,
            Cancellation = cancellation,
        };
        foreach (RecordBatch batch in source.Partitions[partition](context))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return batch;
            rows?.Report(batch.Length);
        }
    }
}
