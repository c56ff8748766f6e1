using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark.Connect;

/// <summary>
/// Builds the requests of one session. Pure: the pair of session and user names the session, so every request has the
/// same pair; nothing "opens" it, the first call makes it.
/// </summary>
internal sealed class SessionRequests
{
    private readonly UserContext _user;
    private readonly string _clientType;

    public SessionRequests(string sessionId, string userId, string clientType)
    {
        SessionId = sessionId;
        _user = new UserContext { UserId = userId, UserName = userId };
        _clientType = clientType;
    }

    public string SessionId { get; }

    /// <param name="plan">What to run.</param>
    /// <param name="operationId">A new UUID; with it the operation can be found again before it has answered at all.</param>
    /// <param name="chunkBytes">Size of the pieces that Spark 4 cuts batches into.</param>
    public ExecutePlanRequest Execute(Plan plan, string operationId, long chunkBytes) => new()
    {
        SessionId = SessionId,
        UserContext = _user,
        ClientType = _clientType,
        Plan = plan,
        OperationId = operationId,
        RequestOptions =
        {
            // Not a choice: the server ends every stream after two minutes, and only a reattachable one can be gone on with.
            new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new ReattachOptions { Reattachable = true } },
            new ExecutePlanRequest.Types.RequestOption
            {
                ResultChunkingOptions = new ResultChunkingOptions { AllowArrowBatchChunking = true, PreferredArrowChunkSize = chunkBytes },
            },
        },
    };

    /// <summary>Goes on after a response; null = from the beginning.</summary>
    public ReattachExecuteRequest Reattach(string operationId, string? lastResponseId)
    {
        var request = new ReattachExecuteRequest { SessionId = SessionId, UserContext = _user, ClientType = _clientType, OperationId = operationId };
        if (lastResponseId is not null)
        {
            request.LastResponseId = lastResponseId;
        }

        return request;
    }

    public ReleaseExecuteRequest Release(string operationId) => new()
    {
        SessionId = SessionId,
        UserContext = _user,
        ClientType = _clientType,
        OperationId = operationId,
        ReleaseAll = new ReleaseExecuteRequest.Types.ReleaseAll(),
    };

    public InterruptRequest Interrupt(string operationId) => new()
    {
        SessionId = SessionId,
        UserContext = _user,
        ClientType = _clientType,
        InterruptType = InterruptRequest.Types.InterruptType.OperationId,
        OperationId = operationId,
    };

    public AnalyzePlanRequest Version() => Analyze(request => request.SparkVersion = new AnalyzePlanRequest.Types.SparkVersion());

    public AnalyzePlanRequest Schema(Relation relation) =>
        Analyze(request => request.Schema = new AnalyzePlanRequest.Types.Schema { Plan = new Plan { Root = relation } });

    public AnalyzePlanRequest Persist(Relation relation) =>
        Analyze(request => request.Persist = new AnalyzePlanRequest.Types.Persist { Relation = relation });

    public AnalyzePlanRequest Unpersist(Relation relation) =>
        Analyze(request => request.Unpersist = new AnalyzePlanRequest.Types.Unpersist { Relation = relation });

    public ConfigRequest SetConfig(IReadOnlyDictionary<string, string> settings)
    {
        var set = new ConfigRequest.Types.Set();
        set.Pairs.AddRange(settings.Select(setting => new KeyValue { Key = setting.Key, Value = setting.Value }));
        return Config(new ConfigRequest.Types.Operation { Set = set });
    }

    /// <summary>GetOption and not Get, which fails for a setting that is not set.</summary>
    public ConfigRequest GetConfig(string key) =>
        Config(new ConfigRequest.Types.Operation { GetOption = new ConfigRequest.Types.GetOption { Keys = { key } } });

    public AddArtifactsRequest Artifacts() => new() { SessionId = SessionId, UserContext = _user, ClientType = _clientType };

    public ReleaseSessionRequest ReleaseSession() => new() { SessionId = SessionId, UserContext = _user, ClientType = _clientType };

    public FetchErrorDetailsRequest ErrorDetails(string errorId) =>
        new() { SessionId = SessionId, UserContext = _user, ClientType = _clientType, ErrorId = errorId };

    private AnalyzePlanRequest Analyze(Action<AnalyzePlanRequest> what)
    {
        var request = new AnalyzePlanRequest { SessionId = SessionId, UserContext = _user, ClientType = _clientType };
        what(request);
        return request;
    }

    private ConfigRequest Config(ConfigRequest.Types.Operation operation) =>
        new() { SessionId = SessionId, UserContext = _user, ClientType = _clientType, Operation = operation };
}
