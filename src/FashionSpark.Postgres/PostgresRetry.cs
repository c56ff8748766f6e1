using Npgsql;
using Polly;
using Polly.Retry;

namespace FashionSpark.Postgres;

/// <summary>Repeats what a broken connection, a server that restarts or one that is full stopped: six times, in some 13 seconds.</summary>
internal static class PostgresRetry
{
    public static ResiliencePipeline Create(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(e => e.IsTransient),
            MaxRetryAttempts = 6,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <summary>Runs work that is all or nothing on the server.</summary>
    public static ValueTask RunAsync(TimeProvider time, Func<CancellationToken, Task> work, CancellationToken cancellation) =>
        Create(time).ExecuteAsync(async stop => await work(stop).ConfigureAwait(false), cancellation);
}
