using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Connect;

/// <summary>
/// The nine calls of the service, each made once, without retry. Failures are <see cref="Grpc.Core.RpcException"/>.
/// Everything above it is tested on canned answers.
/// </summary>
internal interface ISparkConnectRpc : IDisposable
{
    IAsyncEnumerable<ExecutePlanResponse> ExecutePlanAsync(ExecutePlanRequest request, CancellationToken cancellation);

    IAsyncEnumerable<ExecutePlanResponse> ReattachExecuteAsync(ReattachExecuteRequest request, CancellationToken cancellation);

    Task<ReleaseExecuteResponse> ReleaseExecuteAsync(ReleaseExecuteRequest request, CancellationToken cancellation);

    Task<InterruptResponse> InterruptAsync(InterruptRequest request, CancellationToken cancellation);

    Task<AnalyzePlanResponse> AnalyzePlanAsync(AnalyzePlanRequest request, CancellationToken cancellation);

    Task<ConfigResponse> ConfigAsync(ConfigRequest request, CancellationToken cancellation);

    Task<AddArtifactsResponse> AddArtifactsAsync(IEnumerable<AddArtifactsRequest> requests, CancellationToken cancellation);

    Task<ReleaseSessionResponse> ReleaseSessionAsync(ReleaseSessionRequest request, CancellationToken cancellation);

    Task<FetchErrorDetailsResponse> FetchErrorDetailsAsync(FetchErrorDetailsRequest request, CancellationToken cancellation);
}
