using Grpc.Core;

namespace FashionSpark.Spark.Connect;

/// <summary>
/// The one place where calls are tried again. Waits on the given clock, can be cancelled while it waits, and leaves the
/// last error as it was.
/// </summary>
internal sealed class Retry
{
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Lock _lock = new();

    /// <param name="time">Clock of the waits.</param>
    /// <param name="seed">Seed of the jitter.</param>
    public Retry(TimeProvider time, int seed)
    {
        _time = time;
        _random = new Random(seed);
    }

    /// <summary>Calls until it succeeds, fails for a lasting reason, or the policy is used up; then the last error is thrown.</summary>
    public async Task<T> RunAsync<T>(RetryPolicy policy, Func<Task<T>> call, CancellationToken cancellation)
    {
        RetryAttempts attempts = Begin(policy);
        while (true)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (RpcException) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellation);
            }
            catch (RpcException e) when (attempts.TryNext(e, out TimeSpan wait))
            {
                await WaitAsync(wait, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Counts the tries of something that is not one call, such as a stream.</summary>
    public RetryAttempts Begin(RetryPolicy policy) => new(policy, NextDouble);

    public async Task WaitAsync(TimeSpan wait, CancellationToken cancellation)
    {
        await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);

        // Whoever cancels just when the time is over does not want another attempt either.
        cancellation.ThrowIfCancellationRequested();
    }

    private double NextDouble()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
}
