namespace FashionSpark.Spark.Tests.Protocol;

/// <summary>A clock whose timers go off at once and are written down; those with a longer due time than an hour never do.</summary>
internal sealed class InstantTime : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Called at every wait, to cancel in the middle of one.</summary>
    public Action? OnWait { get; init; }

    /// <summary>Timers that do not go off: deadlines, which a test without delays never reaches.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Deadline || dueTime == Timeout.InfiniteTimeSpan)
        {
            return new Timer(_ => { }, null, Timeout.Infinite, Timeout.Infinite);
        }

        Waits.Add(dueTime);
        OnWait?.Invoke();
        return new Timer(_ => callback(state), null, 0, Timeout.Infinite);
    }
}
