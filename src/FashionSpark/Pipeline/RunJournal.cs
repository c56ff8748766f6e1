using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline;

/// <summary>
/// The runs table as memory: what a run of the same configuration has finished, so that a run that was interrupted or
/// killed goes on with its id and its work.
/// </summary>
internal sealed class RunJournal
{
    private PipelineContext _context;
    private readonly JobOptions _job;
    private readonly string _configuration;
    private readonly string _configurationHash;
    private readonly Dictionary<string, (double Seconds, string Result)> _finished;

    private RunJournal(
        PipelineContext context, JobOptions job, string configuration, string hash, Dictionary<string, (double, string)> finished, bool continued)
    {
        _context = context;
        _job = job;
        _configuration = configuration;
        _configurationHash = hash;
        _finished = finished;
        IsContinued = continued;
    }

    public PipelineContext Context => _context;

    /// <summary>Whether an earlier, unfinished run of the same configuration goes on.</summary>
    public bool IsContinued { get; }

    public static async Task<RunJournal> OpenAsync(
        JobOptions job, IEngine engine, ImageSources sources, IRunProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        string configuration = JsonSerializer.Serialize(job, SpecJson.Options);
        string hash = HashOf(job);
        string table = Path.Combine(job.Warehouse, ResultTables.Runs);
        (string? runId, Dictionary<string, (double, string)> finished) =
            await FindUnfinishedAsync(engine, table, hash, cancellation).ConfigureAwait(false);
        var context = new PipelineContext
        {
            Engine = engine,
            Warehouse = job.Warehouse,
            RunId = runId ?? NewRunId(time, hash),
            Sources = sources,
            Progress = progress,
            Time = time,
        };
        return new RunJournal(context, job, configuration, hash, finished, continued: runId is not null);
    }

    /// <summary>The result of a stage that this run finished before it was interrupted; null where it has not.</summary>
    public (double Seconds, TResult Result)? Finished<TResult>(string stage)
        where TResult : class =>
        _finished.TryGetValue(stage, out (double Seconds, string Result) found)
            ? (found.Seconds, JsonSerializer.Deserialize<TResult>(found.Result, ResultJson.Options)!)
            : null;

    /// <summary>
    /// Records that the run has started. On a cluster that goes on while the first stage reads: the first commit of a new
    /// Spark session takes 5 s and more, in which its executors load their classes.
    /// </summary>
    public Task BeginAsync(CancellationToken cancellation)
    {
        Task started = WriteAsync(null, RunEvent.Started, null, null, cancellation);
        _context = _context with { Started = started };
        return _context.Engine.IsInProcess ? started : Task.CompletedTask;
    }

    /// <param name="stage">Null = the run.</param>
    /// <param name="runEvent">One of <see cref="RunEvent"/>.</param>
    /// <param name="seconds">Wall-clock seconds, where it ended.</param>
    /// <param name="result">Its result as JSON, or the error.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public async Task RecordAsync(string? stage, string runEvent, double? seconds, string? result, CancellationToken cancellation)
    {
        await _context.Started.ConfigureAwait(false);
        await WriteAsync(stage, runEvent, seconds, result, cancellation).ConfigureAwait(false);
    }

    private Task WriteAsync(string? stage, string runEvent, double? seconds, string? result, CancellationToken cancellation)
    {
        object?[] row =
        [
            _context.RunId, _job.Job, stage, runEvent, _configurationHash, _configuration, _context.Engine.Name, seconds, result, _context.Time.GetUtcNow(),
        ];

        // A run can fail or be interrupted more than once, and each time is worth a row; the rest happens once.
        string again = runEvent is RunEvent.Failed or RunEvent.Interrupted ? $":{_context.Time.GetUtcNow().UtcTicks}" : "";
        return new ResultWriter(_context).AppendAsync(
            ResultTables.Runs, ResultTables.RunsSchema, $"{_context.RunId}:{stage ?? "run"}:{runEvent}{again}", [row], cancellation);
    }

    /// <summary>The same job gives the same hash, whether or not it may replace or resume.</summary>
    private static string HashOf(JobOptions job)
    {
        JobOptions comparable = job with
        {
            Prepare = job.Prepare is null ? null : job.Prepare with { Overwrite = false },
            Train = job.Train is null ? null : job.Train with { Overwrite = false, Resume = false },
            Report = job.Report is null ? null : job.Report with { Overwrite = false },
        };
        byte[] text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(comparable, SpecJson.Options));
        return Convert.ToHexStringLower(SHA256.HashData(text))[..16];
    }

    /// <summary>Time first, so that ids sort by it; then what tells runs of the same second apart.</summary>
    private static string NewRunId(TimeProvider time, string hash)
    {
        DateTimeOffset now = time.GetUtcNow();
        byte[] text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{hash} {now.UtcTicks} {Environment.ProcessId}"));
        return now.ToString("yyyyMMdd-HHmmss-", CultureInfo.InvariantCulture) + Convert.ToHexStringLower(SHA256.HashData(text))[..6];
    }

    private static async Task<(string? RunId, Dictionary<string, (double, string)> Finished)> FindUnfinishedAsync(
        IEngine engine, string table, string hash, CancellationToken cancellation)
    {
        var events = new List<(string RunId, string? Stage, string Event, double? Seconds, string? Result)>();
        if (await engine.DescribeDeltaAsync(table, null, cancellation).ConfigureAwait(false) is not null)
        {
            string[] columns = ["run_id", "stage", "event", "config_hash", "seconds", "result"];
            await foreach (RecordBatch batch in engine.ReadDelta(new DeltaRead(table, Columns: columns)).CollectAsync(null, cancellation).ConfigureAwait(false))
            {
                for (int row = 0; row < batch.Length; row++)
                {
                    string? Text(string column) => batch.Column<StringArray>(column).GetString(row);
                    if (Text("config_hash") == hash)
                    {
                        events.Add((Text("run_id")!, Text("stage"), Text("event")!, batch.Column<DoubleArray>("seconds").GetValue(row), Text("result")));
                    }
                }
            }
        }

        string? last = events.Select(e => e.RunId).Max(StringComparer.Ordinal);
        if (last is null || events.Any(e => e.RunId == last && e.Stage is null && e.Event == RunEvent.Finished))
        {
            return (null, []);
        }

        return (last, events
            .Where(e => e.RunId == last && e.Stage is not null && e.Event == RunEvent.Finished)
            .DistinctBy(e => e.Stage)
            .ToDictionary(e => e.Stage!, e => (e.Seconds ?? 0, e.Result!)));
    }
}
