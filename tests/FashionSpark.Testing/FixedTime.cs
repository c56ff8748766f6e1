namespace FashionSpark.Testing;

/// <summary>A clock that stands still until a test moves it; starts at 2026-01-02 03:04:05 UTC.</summary>
public sealed class FixedTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by;
}
