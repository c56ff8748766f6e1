using System.Text;
using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>What a commit says, apart from the version it gets.</summary>
/// <param name="Operation">Name of the operation for the history, such as <c>WRITE</c>.</param>
/// <param name="Parameters">Parameters of the operation for the history.</param>
/// <param name="Metrics">Counts for the history: files, rows, bytes.</param>
/// <param name="Adds">New data files.</param>
/// <param name="Removes">Files that leave the table.</param>
internal sealed record CommitActions(
    string Operation,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, long> Metrics,
    IReadOnlyList<DeltaFile> Adds,
    IReadOnlyList<DeltaFile> Removes)
{
    public DeltaProtocol? Protocol { get; init; }

    public DeltaMetadata? Metadata { get; init; }

    public (string AppId, long Version)? Transaction { get; init; }

    /// <summary>A file, partition or row of the table was looked at: false only for appends that know nothing of the table's rows.</summary>
    public bool DependsOnRows => Removes.Count > 0 || IsOverwrite;

    public bool IsOverwrite { get; init; }

    /// <summary>Tells this commit from every other, also where its outcome is unknown.</summary>
    public string CommitId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The lines of the commit file.</summary>
    public byte[] Serialize(DateTimeOffset now)
    {
        long time = now.ToUnixTimeMilliseconds();
        List<JsonObject> lines = [CommitInfo(time)];
        if (Protocol is not null)
        {
            lines.Add(ActionJson.Protocol(Protocol));
        }

        if (Metadata is not null)
        {
            lines.Add(ActionJson.Metadata(Metadata));
        }

        if (Transaction is (string appId, long version))
        {
            lines.Add(ActionJson.Transaction(appId, version, time));
        }

        lines.AddRange(Removes.Select(file => ActionJson.Remove(file, time)));
        lines.AddRange(Adds.Select(ActionJson.Add));
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line.ToJsonString(ActionJson.Options) + "\n")));
    }

    private JsonObject CommitInfo(long time) => new()
    {
        ["commitInfo"] = new JsonObject
        {
            ["timestamp"] = time,
            ["operation"] = Operation,
            ["operationParameters"] = ActionJson.Map(Parameters.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))),
            ["isolationLevel"] = "Serializable",
            ["isBlindAppend"] = !DependsOnRows && Metadata is null,

            // Delta Lake writes metrics as text.
            ["operationMetrics"] = ActionJson.Map(Metrics.Select(pair => KeyValuePair.Create(
                pair.Key, (string?)pair.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
            ["engineInfo"] = Engine,
            ["txnId"] = CommitId,
        },
    };

    private static string Engine { get; } = $"FashionSpark/{typeof(CommitActions).Assembly.GetName().Version?.ToString(3)}";
}
