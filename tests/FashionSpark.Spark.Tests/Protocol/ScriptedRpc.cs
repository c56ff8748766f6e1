using System.Runtime.CompilerServices;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Tests.Protocol;

/// <summary>A server from a script: each stream that is opened plays the next list, where an exception ends it. Writes down what it is asked.</summary>
internal sealed class ScriptedRpc : ISparkConnectRpc
{
    private readonly Queue<object[]> _streams;

    public ScriptedRpc(params object[][] streams) => _streams = new Queue<object[]>(streams);

    /// <summary>The calls in order, such as <c>reattach r2</c>.</summary>
    public List<string> Calls { get; } = [];

    public Func<AnalyzePlanResponse>? OnAnalyze { get; init; }

    public List<AddArtifactsRequest> Artifacts { get; } = [];

    public FetchErrorDetailsResponse Details { get; init; } = new();

    public IAsyncEnumerable<ExecutePlanResponse> ExecutePlanAsync(ExecutePlanRequest request, CancellationToken cancellation)
    {
        Calls.Add("execute");
        return PlayAsync(_streams.Dequeue(), cancellation);
    }

    public IAsyncEnumerable<ExecutePlanResponse> ReattachExecuteAsync(ReattachExecuteRequest request, CancellationToken cancellation)
    {
        Calls.Add($"reattach {(request.HasLastResponseId ? request.LastResponseId : "from start")}");
        return PlayAsync(_streams.Dequeue(), cancellation);
    }

    public Task<ReleaseExecuteResponse> ReleaseExecuteAsync(ReleaseExecuteRequest request, CancellationToken cancellation) =>
        Answer("release", new ReleaseExecuteResponse());

    public Task<InterruptResponse> InterruptAsync(InterruptRequest request, CancellationToken cancellation) =>
        Answer($"interrupt {request.OperationId}", new InterruptResponse());

    public Task<AnalyzePlanResponse> AnalyzePlanAsync(AnalyzePlanRequest request, CancellationToken cancellation)
    {
        Calls.Add("analyze");
        return OnAnalyze is null ? throw new InvalidOperationException("The script has no answer to AnalyzePlan.") : Task.FromResult(OnAnalyze());
    }

    public Task<ConfigResponse> ConfigAsync(ConfigRequest request, CancellationToken cancellation) => Answer("config", new ConfigResponse());

    public Task<AddArtifactsResponse> AddArtifactsAsync(IEnumerable<AddArtifactsRequest> requests, CancellationToken cancellation)
    {
        Artifacts.AddRange(requests);
        return Answer("artifacts", new AddArtifactsResponse { Artifacts = { new AddArtifactsResponse.Types.ArtifactSummary { Name = "a", IsCrcSuccessful = true } } });
    }

    public Task<ReleaseSessionResponse> ReleaseSessionAsync(ReleaseSessionRequest request, CancellationToken cancellation) =>
        Answer("release session", new ReleaseSessionResponse());

    public Task<FetchErrorDetailsResponse> FetchErrorDetailsAsync(FetchErrorDetailsRequest request, CancellationToken cancellation) =>
        Answer($"details {request.ErrorId}", Details);

    public void Dispose() => Calls.Add("dispose");

    private Task<T> Answer<T>(string call, T answer)
    {
        Calls.Add(call);
        return Task.FromResult(answer);
    }

    private static async IAsyncEnumerable<ExecutePlanResponse> PlayAsync(object[] script, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (object step in script)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return step as ExecutePlanResponse ?? throw (Exception)step;
        }
    }
}
