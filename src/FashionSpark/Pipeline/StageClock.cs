namespace FashionSpark.Pipeline;

/// <summary>Seconds since it was made, by an injected clock.</summary>
internal sealed class StageClock
{
    private readonly TimeProvider _time;
    private readonly long _start;

    public StageClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
    }

    public double Seconds => _time.GetElapsedTime(_start).TotalSeconds;
}
