using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>The actions of one commit, or of a checkpoint, that this client knows.</summary>
internal sealed class LogEntry
{
    public DeltaProtocol? Protocol { get; set; }

    public DeltaMetadata? Metadata { get; set; }

    public List<DeltaFile> Adds { get; } = [];

    public List<RemovedFile> Removes { get; } = [];

    public Dictionary<string, long> Transactions { get; } = new(StringComparer.Ordinal);

    public JsonObject? CommitInfo { get; set; }

    /// <summary>Adds or removes with <c>dataChange</c>: rows differ from the version before.</summary>
    public bool DataChange { get; set; }
}
