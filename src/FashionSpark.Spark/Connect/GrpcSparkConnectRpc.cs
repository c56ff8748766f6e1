using System.Net.Sockets;
using System.Runtime.CompilerServices;
using FashionSpark.Spark.Protocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace FashionSpark.Spark.Connect;

/// <summary>The calls over HTTP/2: TCP with or without TLS, or a unix socket.</summary>
internal sealed class GrpcSparkConnectRpc : ISparkConnectRpc
{
    /// <summary>Long quiet calls are normal (a job that runs for an hour); pings find out that the other side is gone.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private readonly GrpcChannel _channel;
    private readonly SparkConnectService.SparkConnectServiceClient _service;
    private readonly Metadata _headers = [];

    public GrpcSparkConnectRpc(SparkConnectionString server)
    {
        foreach ((string key, string value) in server.Metadata)
        {
            _headers.Add(key, value);
        }

        if (server.Token is string token)
        {
            // As plain metadata: gRPC's own call credentials refuse channels without TLS, loopback among them.
            _headers.Add("authorization", $"Bearer {token}");
        }

        _channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions
        {
            HttpHandler = CreateHandler(server),
            DisposeHttpClient = true,

            // Spark 3.5 sends a batch whole, of up to 128 MiB and more where one row is larger.
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
        });
        _service = new SparkConnectService.SparkConnectServiceClient(_channel);
    }

    public IAsyncEnumerable<ExecutePlanResponse> ExecutePlanAsync(ExecutePlanRequest request, CancellationToken cancellation) =>
        ReadAsync(_service.ExecutePlan(request, Options(cancellation)), cancellation);

    public IAsyncEnumerable<ExecutePlanResponse> ReattachExecuteAsync(ReattachExecuteRequest request, CancellationToken cancellation) =>
        ReadAsync(_service.ReattachExecute(request, Options(cancellation)), cancellation);

    public Task<ReleaseExecuteResponse> ReleaseExecuteAsync(ReleaseExecuteRequest request, CancellationToken cancellation) =>
        _service.ReleaseExecuteAsync(request, Options(cancellation)).ResponseAsync;

    public Task<InterruptResponse> InterruptAsync(InterruptRequest request, CancellationToken cancellation) =>
        _service.InterruptAsync(request, Options(cancellation)).ResponseAsync;

    public Task<AnalyzePlanResponse> AnalyzePlanAsync(AnalyzePlanRequest request, CancellationToken cancellation) =>
        _service.AnalyzePlanAsync(request, Options(cancellation)).ResponseAsync;

    public Task<ConfigResponse> ConfigAsync(ConfigRequest request, CancellationToken cancellation) =>
        _service.ConfigAsync(request, Options(cancellation)).ResponseAsync;

    public async Task<AddArtifactsResponse> AddArtifactsAsync(IEnumerable<AddArtifactsRequest> requests, CancellationToken cancellation)
    {
        using AsyncClientStreamingCall<AddArtifactsRequest, AddArtifactsResponse> call = _service.AddArtifacts(Options(cancellation));
        try
        {
            foreach (AddArtifactsRequest request in requests)
            {
                await call.RequestStream.WriteAsync(request, cancellation).ConfigureAwait(false);
            }

            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or RpcException)
        {
            // The server ended the call before it had everything; its answer says why.
        }

        return await call.ResponseAsync.ConfigureAwait(false);
    }

    public Task<ReleaseSessionResponse> ReleaseSessionAsync(ReleaseSessionRequest request, CancellationToken cancellation) =>
        _service.ReleaseSessionAsync(request, Options(cancellation)).ResponseAsync;

    public Task<FetchErrorDetailsResponse> FetchErrorDetailsAsync(FetchErrorDetailsRequest request, CancellationToken cancellation) =>
        _service.FetchErrorDetailsAsync(request, Options(cancellation)).ResponseAsync;

    public void Dispose() => _channel.Dispose();

    private CallOptions Options(CancellationToken cancellation) => new(_headers, cancellationToken: cancellation);

    private static async IAsyncEnumerable<ExecutePlanResponse> ReadAsync(
        AsyncServerStreamingCall<ExecutePlanResponse> call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using (call)
        {
            while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
            {
                yield return call.ResponseStream.Current;
            }
        }
    }

    private static SocketsHttpHandler CreateHandler(SparkConnectionString server)
    {
        var handler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = ConnectTimeout,

            // Every running plan holds a stream of the connection.
            EnableMultipleHttp2Connections = true,
        };
        if (server.SocketPath is string path)
        {
            handler.ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }
}
