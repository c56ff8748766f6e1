using System.Collections.Concurrent;

namespace FashionSpark.Worker.Daemon;

/// <summary>The workers of this process by the id that Spark knows them by, so that one of them can be told to stop.</summary>
internal sealed class KillList
{
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _workers = new();

    public void Add(int worker, CancellationTokenSource stop) => _workers[worker] = stop;

    public void Remove(int worker) => _workers.TryRemove(worker, out _);

    /// <summary>
    /// Cancels the tasks of a worker. Unknown ids are ignored: it may just have ended. The process goes on, since the tasks
    /// of others live in it.
    /// </summary>
    public void Kill(int worker)
    {
        if (_workers.TryGetValue(worker, out CancellationTokenSource? stop))
        {
            stop.Cancel();
        }
    }
}
