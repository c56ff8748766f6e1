using System.Runtime.CompilerServices;
using FashionSpark.Spark.Protocol;
using Grpc.Core;

namespace FashionSpark.Spark.Connect;

/// <summary>
/// Runs a plan and gives its responses, each once and in order, however often the stream is cut: by the network, by a
/// proxy, or by the server, which ends every stream after two minutes. A stream that ends without
/// <c>result_complete</c> is reattached after the last response that came.
/// </summary>
internal sealed class OperationRunner
{
    /// <summary>For the calls that tidy up: long enough for a busy server, short enough for a user who pressed Ctrl+C.</summary>
    private static readonly TimeSpan TidyUpDeadline = TimeSpan.FromSeconds(10);

    private readonly ISparkConnectRpc _rpc;
    private readonly SessionRequests _requests;
    private readonly Retry _retry;
    private readonly RetryPolicy _policy;
    private readonly TimeProvider _time;

    public OperationRunner(ISparkConnectRpc rpc, SessionRequests requests, Retry retry, RetryPolicy policy, TimeProvider time)
    {
        _rpc = rpc;
        _requests = requests;
        _retry = retry;
        _policy = policy;
        _time = time;
    }

    /// <summary>Leaving the enumeration before its end, by cancellation or otherwise, interrupts the operation on the server.</summary>
    public async IAsyncEnumerable<ExecutePlanResponse> RunAsync(ExecutePlanRequest execute, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RetryAttempts attempts = _retry.Begin(_policy);
        IAsyncEnumerator<ExecutePlanResponse>? stream = _rpc.ExecutePlanAsync(execute, cancellation).GetAsyncEnumerator(cancellation);
        string? lastResponseId = null;
        bool ended = false;
        try
        {
            while (!ended)
            {
                ExecutePlanResponse? response = null;
                try
                {
                    stream ??= _rpc.ReattachExecuteAsync(_requests.Reattach(execute.OperationId, lastResponseId), cancellation).GetAsyncEnumerator(cancellation);
                    response = await stream.MoveNextAsync().ConfigureAwait(false) ? stream.Current : null;
                }
                catch (RpcException) when (cancellation.IsCancellationRequested)
                {
                    // Our own doing; a server that goes away can look the same, so the token decides.
                    throw new OperationCanceledException(cancellation);
                }
                catch (RpcException e)
                {
                    await CloseAsync(stream).ConfigureAwait(false);
                    stream = null;
                    (bool again, TimeSpan wait) = Judge(e, lastResponseId, attempts);
                    if (!again)
                    {
                        ended = IsOver(e);
                        throw;
                    }

                    await _retry.WaitAsync(wait, cancellation).ConfigureAwait(false);
                    if (RetryRules.IsUnknownOperation(e))
                    {
                        // The first request did not arrive: it is as if it had not been sent.
                        stream = _rpc.ExecutePlanAsync(execute, cancellation).GetAsyncEnumerator(cancellation);
                    }

                    continue;
                }

                if (response is null)
                {
                    await CloseAsync(stream).ConfigureAwait(false);
                    stream = null;
                    continue;
                }

                attempts.Reset();
                lastResponseId = response.ResponseId;
                ended = response.ResponseTypeCase == ExecutePlanResponse.ResponseTypeOneofCase.ResultComplete;
                yield return response;
            }
        }
        finally
        {
            await CloseAsync(stream).ConfigureAwait(false);
            await TidyUpAsync(execute.OperationId, interrupt: !ended).ConfigureAwait(false);
        }
    }

    private static (bool Again, TimeSpan Wait) Judge(RpcException error, string? lastResponseId, RetryAttempts attempts)
    {
        if (RetryRules.IsUnknownOperation(error))
        {
            // With a response in hand the server has lost what was running; running it again could repeat rows.
            bool first = lastResponseId is null && attempts.TryNext(serverDelay: null, out _);
            return (first, TimeSpan.Zero);
        }

        bool again = attempts.TryNext(error, out TimeSpan wait);
        return (again, wait);
    }

    /// <summary>The server has said that the operation failed, so there is nothing to interrupt.</summary>
    private static bool IsOver(RpcException error) => !RetryRules.IsRetriable(error);

    private static async Task CloseAsync(IAsyncEnumerator<ExecutePlanResponse>? stream)
    {
        if (stream is not null)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Best effort: an operation that is left behind is dropped by the server after some minutes.</summary>
    private async Task TidyUpAsync(string operationId, bool interrupt)
    {
        using var deadline = new CancellationTokenSource(TidyUpDeadline, _time);
        try
        {
            if (interrupt)
            {
                await _rpc.InterruptAsync(_requests.Interrupt(operationId), deadline.Token).ConfigureAwait(false);
            }

            await _rpc.ReleaseExecuteAsync(_requests.Release(operationId), deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // The error or the result that the caller gets matters more.
        }
    }
}
