using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class RetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backoff_GrowsToItsLimitWithSeededJitter()
    {
        var time = new InstantTime();
        int calls = 0;

        await Assert.ThrowsAsync<RpcException>(() => new Retry(time, seed: 7).RunAsync<int>(
            RetryPolicy.Default, () => throw Rpc.Error(StatusCode.Unavailable, $"{++calls}"), Cancellation));

        var chance = new Random(7);
        double[] expected = [50, 200, 800, 3200, 12800, 15000, 15000, 15000];
        Assert.Equal(
            expected.Select(wait => wait < 2000 ? wait : wait + (500 * chance.NextDouble())),
            time.Waits.Select(wait => wait.TotalMilliseconds), new Nearly());
        Assert.Equal(9, calls);
    }

    [Fact]
    public async Task LastingError_IsThrownAtOnce()
    {
        var time = new InstantTime();
        RpcException error = Rpc.Error(StatusCode.InvalidArgument);

        Assert.Same(error, await Assert.ThrowsAsync<RpcException>(() => new Retry(time, 1).RunAsync<int>(RetryPolicy.Default, () => throw error, Cancellation)));
        Assert.Empty(time.Waits);
    }

    [Fact]
    public async Task ServerAsksToWait_IsFollowed()
    {
        var time = new InstantTime();
        int calls = 0;
        RpcException busy = Rpc.WithDetail(StatusCode.ResourceExhausted, "busy", new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.5)) });

        int result = await new Retry(time, 1).RunAsync(RetryPolicy.Default, () => ++calls < 2 ? throw busy : Task.FromResult(42), Cancellation);

        Assert.Equal(42, result);
        Assert.Equal([TimeSpan.FromSeconds(1.5)], time.Waits);
    }

    private sealed class Nearly : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= 1;

        public int GetHashCode(double obj) => 0;
    }
}
