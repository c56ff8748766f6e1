using System.Runtime.CompilerServices;
using Apache.Arrow;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;
using Grpc.Core;

namespace FashionSpark.Spark.Connect;

/// <summary>
/// A session with a Spark Connect server: runs plans, asks for schemas and settings, sends files. Every call is tried
/// again where that may help, and fails with one kind of exception.
/// </summary>
internal sealed class SparkConnectClient : IAsyncDisposable
{
    /// <summary>
    /// Size of the pieces that Spark 4 sends batches in. Small, because a piece is what a cut stream has to send again: of
    /// what has arrived when a connection breaks, only what was read counts, and HTTP/2 lets up to 64 KiB lie unread. So
    /// a proxy that cuts every 100 kB still lets two pieces through each time.
    /// </summary>
    public const long DefaultChunkBytes = 16 * 1024;

    private static readonly TimeSpan GoodbyeDeadline = TimeSpan.FromSeconds(5);
    private readonly ISparkConnectRpc _rpc;
    private readonly SessionRequests _requests;
    private readonly Retry _retry;
    private readonly RetryPolicy _patience;
    private readonly OperationRunner _operations;
    private readonly TimeProvider _time;
    private readonly string _endpoint;

    public SparkConnectClient(ISparkConnectRpc rpc, SessionRequests requests, string endpoint, TimeProvider time, int seed, RetryPolicy? patience = null)
    {
        _rpc = rpc;
        _requests = requests;
        _endpoint = endpoint;
        _time = time;
        _retry = new Retry(time, seed);
        _patience = patience ?? RetryPolicy.Default;
        _operations = new OperationRunner(rpc, requests, _retry, _patience, time);
    }

    public string SessionId => _requests.SessionId;

    /// <summary>A client for a server; nothing is sent before the first call.</summary>
    /// <param name="server">Where it is.</param>
    /// <param name="time">For the waits between tries.</param>
    /// <param name="seed">Of the chance in them.</param>
    /// <param name="patience">How long to wait for a server that went away; null = <see cref="RetryPolicy.Default"/>.</param>
    public static SparkConnectClient Create(SparkConnectionString server, TimeProvider time, int seed, RetryPolicy? patience = null)
    {
        string agent = $"{server.UserAgent ?? "fashionspark"} dotnet/{Environment.Version}";
        var requests = new SessionRequests(server.SessionId ?? Guid.NewGuid().ToString(), server.UserId ?? Environment.UserName, agent);
        return new SparkConnectClient(new GrpcSparkConnectRpc(server), requests, server.Endpoint, time, seed, patience);
    }

    /// <summary>The version of the server, such as <c>3.5.7</c>. As first call it makes the session.</summary>
    /// <exception cref="SparkException">The server does not answer, or refuses the token.</exception>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        AnalyzePlanResponse response = await CallAsync(RetryPolicy.FirstCall, () => _rpc.AnalyzePlanAsync(_requests.Version(), cancellation), cancellation).ConfigureAwait(false);
        return response.SparkVersion.Version;
    }

    /// <summary>Names and types of a relation's columns, as Spark's analyser finds them.</summary>
    public async Task<Schema> SchemaAsync(Relation relation, CancellationToken cancellation)
    {
        AnalyzePlanResponse response = await CallAsync(_patience, () => _rpc.AnalyzePlanAsync(_requests.Schema(relation), cancellation), cancellation).ConfigureAwait(false);
        return SparkDataTypes.ToSchema(response.Schema.Schema_);
    }

    /// <summary>Keeps a relation's rows on the executors, once they are computed, for every plan that contains it.</summary>
    public Task PersistAsync(Relation relation, CancellationToken cancellation) =>
        CallAsync(_patience, () => _rpc.AnalyzePlanAsync(_requests.Persist(relation), cancellation), cancellation);

    public Task UnpersistAsync(Relation relation, CancellationToken cancellation) =>
        CallAsync(_patience, () => _rpc.AnalyzePlanAsync(_requests.Unpersist(relation), cancellation), cancellation);

    /// <summary>A setting of the session or the server; null where it is not set.</summary>
    public async Task<string?> GetConfigAsync(string key, CancellationToken cancellation)
    {
        ConfigResponse response = await CallAsync(_patience, () => _rpc.ConfigAsync(_requests.GetConfig(key), cancellation), cancellation).ConfigureAwait(false);
        return response.Pairs.FirstOrDefault() is { HasValue: true } pair ? pair.Value : null;
    }

    public Task SetConfigAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellation) =>
        CallAsync(_patience, () => _rpc.ConfigAsync(_requests.SetConfig(settings), cancellation), cancellation);

    /// <summary>Sends a file to the session, from where its executors can take it.</summary>
    /// <param name="name">Kind and name, see <see cref="ArtifactRequests.Build"/>.</param>
    /// <param name="open">Opens the content; called again for another try.</param>
    /// <param name="cancellation">Stops the transfer.</param>
    public async Task AddArtifactAsync(string name, Func<Stream> open, CancellationToken cancellation)
    {
        async Task<AddArtifactsResponse> Send()
        {
            using Stream content = open();
            return await _rpc.AddArtifactsAsync(ArtifactRequests.Build(_requests, name, content), cancellation).ConfigureAwait(false);
        }

        AddArtifactsResponse response = await CallAsync(_patience, Send, cancellation).ConfigureAwait(false);
        if (response.Artifacts.FirstOrDefault(artifact => !artifact.IsCrcSuccessful) is { } damaged)
        {
            throw new SparkException($"The file '{damaged.Name}' arrived damaged at {_endpoint}: its checksum differs. Run again; if it happens again, look for a proxy between.");
        }
    }

    /// <summary>Runs a relation and streams its rows, partition after partition. Leaving early interrupts it on the server.</summary>
    public IAsyncEnumerable<RecordBatch> CollectAsync(Relation relation, IProgress<SparkProgress>? progress, CancellationToken cancellation) =>
        ExecuteAsync(new Plan { Root = relation }, progress, onSqlResult: null, cancellation);

    /// <summary>Runs a command for its effect.</summary>
    public async Task RunAsync(Command command, IProgress<SparkProgress>? progress, CancellationToken cancellation)
    {
        await foreach (RecordBatch batch in ExecuteAsync(new Plan { Command = command }, progress, onSqlResult: null, cancellation).ConfigureAwait(false))
        {
            batch.Dispose();
        }
    }

    /// <summary>Runs one SQL statement, be it a query or a command, and streams its rows.</summary>
    public async IAsyncEnumerable<RecordBatch> SqlAsync(string statement, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A command runs at once and answers with a relation that holds its result; a query answers with itself.
        Relation? result = null;
        var plan = new Plan { Command = new Command { SqlCommand = new SqlCommand { Sql = statement } } };
        await foreach (RecordBatch batch in ExecuteAsync(plan, progress: null, relation => result = relation, cancellation).ConfigureAwait(false))
        {
            yield return batch;
        }

        if (result is not null)
        {
            await foreach (RecordBatch batch in CollectAsync(result, progress: null, cancellation).ConfigureAwait(false))
            {
                yield return batch;
            }
        }
    }

    /// <summary>Says goodbye, so that the server need not keep the session for an hour, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(GoodbyeDeadline, _time);
        try
        {
            await _rpc.ReleaseSessionAsync(_requests.ReleaseSession(), deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // 3.5 has no such call, and a server that is gone has no session either.
        }

        _rpc.Dispose();
    }

    private async IAsyncEnumerable<RecordBatch> ExecuteAsync(
        Plan plan, IProgress<SparkProgress>? progress, Action<Relation>? onSqlResult, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var batches = new ResultBatches();
        ExecutePlanRequest request = _requests.Execute(plan, Guid.NewGuid().ToString(), DefaultChunkBytes);
        IAsyncEnumerator<ExecutePlanResponse> responses = _operations.RunAsync(request, cancellation).GetAsyncEnumerator(cancellation);
        await using (responses.ConfigureAwait(false))
        {
            while (await NextAsync(responses, cancellation).ConfigureAwait(false))
            {
                ExecutePlanResponse response = responses.Current;
                switch (response.ResponseTypeCase)
                {
                    case ExecutePlanResponse.ResponseTypeOneofCase.ExecutionProgress:
                        progress?.Report(ToProgress(response.ExecutionProgress));
                        break;
                    case ExecutePlanResponse.ResponseTypeOneofCase.SqlCommandResult:
                        onSqlResult?.Invoke(response.SqlCommandResult.Relation);
                        break;
                }

                foreach (RecordBatch batch in batches.Add(response))
                {
                    yield return batch;
                }
            }
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ExecutePlanResponse> responses, CancellationToken cancellation)
    {
        try
        {
            return await responses.MoveNextAsync().ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            throw await TranslateAsync(e, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<T> CallAsync<T>(RetryPolicy policy, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await _retry.RunAsync(policy, call, cancellation).ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            throw await TranslateAsync(e, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<SparkException> TranslateAsync(RpcException error, CancellationToken cancellation)
    {
        FetchErrorDetailsResponse? details = null;
        if (SparkErrors.ErrorId(error) is string errorId)
        {
            try
            {
                details = await _rpc.FetchErrorDetailsAsync(_requests.ErrorDetails(errorId), cancellation).ConfigureAwait(false);
            }
            catch (RpcException)
            {
                // The error itself is what matters.
            }
        }

        return SparkErrors.Translate(error, details, _endpoint);
    }

    private static SparkProgress ToProgress(ExecutePlanResponse.Types.ExecutionProgress progress) => new(
        progress.Stages.Count,
        progress.Stages.Count(stage => stage.Done),
        progress.Stages.Sum(stage => stage.NumTasks),
        progress.Stages.Sum(stage => stage.NumCompletedTasks),
        progress.NumInflightTasks,
        progress.Stages.Sum(stage => stage.InputBytesRead));
}
