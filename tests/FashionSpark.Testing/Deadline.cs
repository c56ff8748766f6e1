namespace FashionSpark.Testing;

/// <summary>Waiting for what another process does: by looking again, never for a time that should be enough.</summary>
public static class Deadline
{
    /// <summary>So long that only what hangs misses it, on a busy machine too.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);

    /// <param name="condition">Looked at again and again.</param>
    /// <param name="what">Named in the error.</param>
    /// <param name="every">How often; null = twenty times a second.</param>
    /// <exception cref="TimeoutException">It did not come true.</exception>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? every = null) => UntilAsync(condition, () => what, every);

    /// <param name="condition">Looked at again and again.</param>
    /// <param name="what">Asked for the error.</param>
    /// <param name="every">How often; null = twenty times a second.</param>
    /// <exception cref="TimeoutException">It did not come true.</exception>
    public static async Task UntilAsync(Func<bool> condition, Func<string> what, TimeSpan? every = null)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Longest)
            {
                throw new TimeoutException($"It did not happen in {Longest.TotalSeconds} s: {what()}.");
            }

            await Task.Delay(every ?? Often).ConfigureAwait(false);
        }
    }
}
