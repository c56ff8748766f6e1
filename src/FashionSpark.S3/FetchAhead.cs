namespace FashionSpark.S3;

/// <summary>
/// Reads objects in the order of a listing, several at a time: an answer of S3 takes tens of milliseconds, however small the object.
/// </summary>
internal sealed class FetchAhead : IDisposable
{
    /// <summary>Requests in flight a partition: at 30 ms each a thousand objects a second, far below S3's limit of 5,500 a prefix.</summary>
    private const int Requests = 32;

    /// <summary>Bytes in flight, unless one object is larger; bounds memory whatever the sizes.</summary>
    private const long Bytes = 64 << 20;

    private readonly S3ObjectReader _objects;
    private readonly CancellationTokenSource _stop;
    private readonly Queue<(S3Item Item, Task<S3Content> Content)> _inFlight = new();
    private long _bytes;

    public FetchAhead(S3ObjectReader objects, CancellationToken cancellation)
    {
        _objects = objects;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    public IEnumerable<(S3Item Item, S3Content Content)> Read(IAsyncEnumerable<S3Item> listing)
    {
        IAsyncEnumerator<S3Item> items = listing.GetAsyncEnumerator(_stop.Token);
        try
        {
            bool more = Wait(items.MoveNextAsync().AsTask());
            while (more || _inFlight.Count > 0)
            {
                while (more && _inFlight.Count < Requests && (_inFlight.Count == 0 || _bytes + items.Current.Size <= Bytes))
                {
                    S3Item item = items.Current;
                    _inFlight.Enqueue((item, _objects.ReadAsync(item, _stop.Token)));
                    _bytes += item.Size;
                    more = Wait(items.MoveNextAsync().AsTask());
                }

                (S3Item next, Task<S3Content> content) = _inFlight.Dequeue();
                S3Content read = Wait(content);
                _bytes -= next.Size;
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
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
