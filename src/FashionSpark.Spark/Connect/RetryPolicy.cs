namespace FashionSpark.Spark.Connect;

/// <summary>How long to go on where a call fails for a reason that may pass. Backoff as PySpark's default policy.</summary>
/// <param name="MaxRetries">Tries after the first.</param>
public sealed record RetryPolicy(int MaxRetries)
{
    /// <summary>
    /// About a minute in all. (PySpark goes on for ten; but a server that was started anew has forgotten the session, so
    /// there is nothing to wait for.)
    /// </summary>
    public static RetryPolicy Default { get; } = new(8);

    /// <summary>About four seconds: the first call finds out whether there is a server at all.</summary>
    public static RetryPolicy FirstCall { get; } = new(4);

    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(50);

    public double Multiplier { get; init; } = 4;

    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Up to this much is added by chance where the backoff has reached <see cref="JitterThreshold"/>.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan JitterThreshold { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most a server's own request to wait is followed.</summary>
    public TimeSpan MaxServerDelay { get; init; } = TimeSpan.FromMinutes(10);
}
