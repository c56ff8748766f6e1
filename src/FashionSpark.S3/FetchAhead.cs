namespace FashionSpark.S3;

/// <summary>
/// Reads objects in the order of a listing, several at a time: an answer of S3 takes tens of milliseconds, however small the object.
/// </summary>
internal sealed class FetchAhead<T> : IDisposable
{
    /// <summary>Requests in flight a partition: at 30 ms each a thousand objects a second, far below S3's limit of 5,500 a prefix.</summary>
    private const int Requests = 32;

    /// <summary>Bytes in flight, unless one object is larger; bounds memory whatever the sizes.</summary>
    private const long Bytes = 64 << 20;

    private readonly Func<T, CancellationToken, Task<S3Content>> _read;
    private readonly Func<T, long> _size;
    private readonly CancellationTokenSource _stop;
    private readonly Queue<(T Item, Task<S3Content> Content)> _inFlight = new();
    private long _bytes;

    /// <param name="read">Reads the object of an item.</param>
    /// <param name="size">Bytes of an object.</param>
    /// <param name="cancellation">Stops reading.</param>
    public FetchAhead(Func<T, CancellationToken, Task<S3Content>> read, Func<T, long> size, CancellationToken cancellation)
    {
        _read = read;
        _size = size;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    public IEnumerable<(T Item, S3Content Content)> Read(IAsyncEnumerable<T> listing)
    {
        IAsyncEnumerator<T> items = listing.GetAsyncEnumerator(_stop.Token);
        try
        {
            bool more = Wait(items.MoveNextAsync().AsTask());
            while (more || _inFlight.Count > 0)
            {
                while (more && _inFlight.Count < Requests && (_inFlight.Count == 0 || _bytes + _size(items.Current) <= Bytes))
                {
                    T item = items.Current;
                    _inFlight.Enqueue((item, _read(item, _stop.Token)));
                    _bytes += _size(item);
                    more = Wait(items.MoveNextAsync().AsTask());
                }

                (T next, Task<S3Content> content) = _inFlight.Dequeue();
                S3Content read = Wait(content);
                _bytes -= _size(next);
                yield return (next, read);
            }
        }
        finally
        {
            Wait(items.DisposeAsync().AsTask());
        }
    }

    /// <summary>Whoever stops half-way leaves no request behind.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Wait(Task.WhenAll(_inFlight.Select(request => request.Content)).ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default));
        _stop.Dispose();
    }

    /// <summary>Partition functions are synchronous, each on a thread of its own.</summary>
    private static TResult Wait<TResult>(Task<TResult> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
