using Grpc.Core;

namespace FashionSpark.Spark.Connect;

/// <summary>The tries of one call, or of one stream since its last answer.</summary>
internal sealed class RetryAttempts
{
    private readonly RetryPolicy _policy;
    private readonly Func<double> _chance;
    private int _retries;
    private TimeSpan _backoff;

    public RetryAttempts(RetryPolicy policy, Func<double> chance)
    {
        _policy = policy;
        _chance = chance;
        Reset();
    }

    /// <summary>There was an answer: what fails next is a new fault.</summary>
    public void Reset()
    {
        _retries = 0;
        _backoff = _policy.InitialBackoff;
    }

    /// <summary>Whether to try again after this error, and how long to wait before.</summary>
    public bool TryNext(RpcException error, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        return RetryRules.IsRetriable(error) && TryNext(RetryRules.ServerDelay(error), out wait);
    }

    /// <summary>As <see cref="TryNext(RpcException, out TimeSpan)"/> for a fault already known to be worth another try.</summary>
    public bool TryNext(TimeSpan? serverDelay, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (_retries >= _policy.MaxRetries)
        {
            return false;
        }

        _retries++;
        wait = _backoff;
        _backoff = Least(_policy.MaxBackoff, _backoff * _policy.Multiplier);
        if (serverDelay is TimeSpan asked)
        {
            asked = Least(asked, _policy.MaxServerDelay);
            wait = asked > wait ? asked : wait;
        }

        if (wait >= _policy.JitterThreshold)
        {
            wait += _policy.Jitter * _chance();
        }

        return true;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
