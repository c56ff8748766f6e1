namespace FashionSpark.Worker.Daemon;

/// <summary>
/// Counts connections. When there has been none for a while it frees what the process keeps for later tasks, and when there
/// has been none for long, it ends the process.
/// </summary>
internal sealed class IdleWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _freeAfter;
    private readonly TimeSpan _exitAfter;
    private readonly Action _free;
    private readonly Action _exit;
    private readonly ITimer _freeTimer;
    private readonly ITimer _exitTimer;
    private int _connections;

    public IdleWatch(TimeProvider time, TimeSpan freeAfter, TimeSpan exitAfter, Action free, Action exit)
    {
        _freeAfter = freeAfter;
        _exitAfter = exitAfter;
        _free = free;
        _exit = exit;
        _freeTimer = time.CreateTimer(_ => IfIdle(_free), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _exitTimer = time.CreateTimer(_ => IfIdle(_exit), null, exitAfter, Timeout.InfiniteTimeSpan);
    }

    public void Enter()
    {
        lock (_lock)
        {
            _connections++;
            _freeTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _exitTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_connections == 0)
            {
                _freeTimer.Change(_freeAfter, Timeout.InfiniteTimeSpan);
                _exitTimer.Change(_exitAfter, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        _freeTimer.Dispose();
        _exitTimer.Dispose();
    }

    // Under the lock: a task that begins meanwhile waits, instead of losing the model it is about to use.
    private void IfIdle(Action action)
    {
        lock (_lock)
        {
            if (_connections == 0)
            {
                action();
            }
        }
    }
}
