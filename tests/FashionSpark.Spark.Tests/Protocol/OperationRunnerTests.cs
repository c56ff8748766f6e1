using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Protocol;
using Grpc.Core;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class OperationRunnerTests
{
    private readonly InstantTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneStream_IsReadAndReleased()
    {
        var rpc = new ScriptedRpc([Rpc.Response("r1"), Rpc.Response("r2"), Rpc.Complete("r3")]);

        Assert.Equal(["r1", "r2", "r3"], await RunAsync(rpc));
        Assert.Equal(["execute", "release"], rpc.Calls);
    }

    [Fact]
    public async Task StreamEndsWithoutComplete_ReattachesAfterTheLastResponse()
    {
        var rpc = new ScriptedRpc([Rpc.Response("r1"), Rpc.Response("r2")], [], [Rpc.Response("r3")], [Rpc.Complete("r4")]);

        Assert.Equal(["r1", "r2", "r3", "r4"], await RunAsync(rpc));
        Assert.Equal(["execute", "reattach r2", "reattach r2", "reattach r3", "release"], rpc.Calls);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task NetworkFails_WaitsAndReattaches()
    {
        var rpc = new ScriptedRpc(
            [Rpc.Error(StatusCode.Unavailable)],
            [Rpc.Response("r1"), Rpc.Error(StatusCode.Unavailable)],
            [Rpc.Error(StatusCode.Internal, "[INVALID_CURSOR.DISCONNECTED] taken")],
            [new RpcException(new Grpc.Core.Status(StatusCode.Internal, "cut", new IOException("cut")))],
            [Rpc.Complete("r2")]);

        Assert.Equal(["r1", "r2"], await RunAsync(rpc));
        Assert.Equal(["execute", "reattach from start", "reattach r1", "reattach r1", "reattach r1", "release"], rpc.Calls);

        // The backoff begins anew after every answer.
        Assert.Equal([50, 50, 200, 800], _time.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Theory]
    [InlineData("INVALID_HANDLE.OPERATION_NOT_FOUND")]
    [InlineData("INVALID_HANDLE.SESSION_NOT_FOUND")]
    public async Task FirstRequestDidNotArrive_IsSentAgain(string error)
    {
        var rpc = new ScriptedRpc(
            [Rpc.Error(StatusCode.Unavailable)],
            [Rpc.Error(StatusCode.Internal, $"[{error}] no such operation")],
            [Rpc.Response("r1"), Rpc.Complete("r2")]);

        Assert.Equal(["r1", "r2"], await RunAsync(rpc));
        Assert.Equal(["execute", "reattach from start", "execute", "release"], rpc.Calls);
    }

    [Fact]
    public async Task OperationLostAfterAResponse_IsNotRunAgain()
    {
        RpcException lost = Rpc.Error(StatusCode.Internal, "[INVALID_HANDLE.OPERATION_NOT_FOUND] gone");
        var rpc = new ScriptedRpc([Rpc.Response("r1")], [lost]);

        Assert.Same(lost, await Assert.ThrowsAsync<RpcException>(() => RunAsync(rpc)));
        Assert.Equal(["execute", "reattach r1", "release"], rpc.Calls);
    }

    [Fact]
    public async Task PlanFails_ErrorIsThrownOnceAndTheOperationReleased()
    {
        RpcException failed = Rpc.Error(StatusCode.Internal, "[TABLE_OR_VIEW_NOT_FOUND] no");
        var rpc = new ScriptedRpc([failed]);

        Assert.Same(failed, await Assert.ThrowsAsync<RpcException>(() => RunAsync(rpc)));
        Assert.Equal(["execute", "release"], rpc.Calls);
        Assert.Empty(_time.Waits);
    }

    /// <summary>The first stream is cut when the token ends, and the token is refused when it is asked again: waiting for another would be in vain.</summary>
    [Fact]
    public async Task TokenExpiresInMidOperation_IsNotTriedAgain()
    {
        RpcException expired = Rpc.Error(StatusCode.Unauthenticated, "token expired");
        var rpc = new ScriptedRpc([Rpc.Response("r1"), Rpc.Error(StatusCode.Unavailable)], [expired]);

        Assert.Same(expired, await Assert.ThrowsAsync<RpcException>(() => RunAsync(rpc)));
        Assert.Equal(["execute", "reattach r1", "release"], rpc.Calls);
        Assert.Contains("it has expired: with a new one the same command goes on", SparkErrors.Translate(expired, null, "sc://h:1").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerStaysAway_LastErrorIsThrown()
    {
        object[] down = [Rpc.Error(StatusCode.Unavailable)];
        RpcException last = Rpc.Error(StatusCode.Unavailable, "last");
        var rpc = new ScriptedRpc([.. Enumerable.Repeat(down, RetryPolicy.Default.MaxRetries), [last]]);

        Assert.Same(last, await Assert.ThrowsAsync<RpcException>(() => RunAsync(rpc)));
        Assert.Equal(RetryPolicy.Default.MaxRetries, _time.Waits.Count);
        Assert.InRange(_time.Waits.Sum(wait => wait.TotalSeconds), 60, 66);
    }

    [Fact]
    public async Task ReaderLeavesEarly_OperationIsInterrupted()
    {
        var rpc = new ScriptedRpc([Rpc.Response("r1"), Rpc.Response("r2"), Rpc.Complete("r3")]);

        await foreach (ExecutePlanResponse response in Runner(rpc).RunAsync(Request(), Cancellation))
        {
            break;
        }

        Assert.Equal(["execute", "interrupt op", "release"], rpc.Calls);
    }

    [Fact]
    public async Task Cancelled_OperationIsInterrupted()
    {
        using var stop = new CancellationTokenSource();
        var rpc = new ScriptedRpc([Rpc.Response("r1"), Rpc.Response("r2"), Rpc.Complete("r3")]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ExecutePlanResponse response in Runner(rpc).RunAsync(Request(), stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        Assert.Equal(["execute", "interrupt op", "release"], rpc.Calls);
    }

    [Fact]
    public async Task CancelledWhileItWaits_DoesNotTryAgain()
    {
        using var stop = new CancellationTokenSource();
        var rpc = new ScriptedRpc([Rpc.Error(StatusCode.Unavailable)]);
        var time = new InstantTime { OnWait = stop.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Runner(rpc, time).RunAsync(Request(), stop.Token).ToListAsync(stop.Token));

        Assert.Equal(["execute", "interrupt op", "release"], rpc.Calls);
    }

    private async Task<List<string>> RunAsync(ScriptedRpc rpc) =>
        await Runner(rpc).RunAsync(Request(), Cancellation).Select(response => response.ResponseId).ToListAsync(Cancellation);

    private OperationRunner Runner(ScriptedRpc rpc, InstantTime? time = null) =>
        new(rpc, new SessionRequests("s", "u", "c"), new Retry(time ?? _time, seed: 1), RetryPolicy.Default, time ?? _time);

    private static ExecutePlanRequest Request() => new SessionRequests("s", "u", "c").Execute(new Plan(), "op", 1024);
}
