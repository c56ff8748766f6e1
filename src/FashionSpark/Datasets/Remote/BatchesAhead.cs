using System.Collections.Concurrent;
using Apache.Arrow;

namespace FashionSpark.Datasets.Remote;

/// <summary>
/// Batches that are fetched on a thread of their own while whoever asked for them works on the one before: so waiting for a server
/// and decoding overlap in every partition, on every engine.
/// </summary>
public static class BatchesAhead
{
    /// <summary>Batches that lie ready, of some 4 MiB each (see <see cref="SourceBatches"/>); one more is in the making.</summary>
    private const int Ready = 2;

    /// <param name="fetch">Fetches them, until its token says that nobody wants them any more.</param>
    /// <param name="cancellation">Stops fetching and waiting.</param>
    public static IEnumerable<RecordBatch> Of(Func<CancellationToken, IEnumerable<RecordBatch>> fetch, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var ready = new BlockingCollection<RecordBatch>(Ready);
        Task fetching = Task.Factory.StartNew(() => Fetch(fetch, ready, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (RecordBatch batch in ready.GetConsumingEnumerable(cancellation))
            {
                yield return batch;
            }

            // What fetching failed with is thrown here, after the batches before it.
            fetching.GetAwaiter().GetResult();
        }
        finally
        {
            // Whoever stops half-way leaves nothing running.
            stop.Cancel();
            ((IAsyncResult)fetching).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Fetch(Func<CancellationToken, IEnumerable<RecordBatch>> fetch, BlockingCollection<RecordBatch> ready, CancellationToken stop)
    {
        try
        {
            foreach (RecordBatch batch in fetch(stop))
            {
                ready.Add(batch, stop);
            }
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
}
