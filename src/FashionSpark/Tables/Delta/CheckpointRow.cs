namespace FashionSpark.Tables;

/// <summary>One row of a checkpoint: exactly one of its actions is there.</summary>
internal readonly record struct CheckpointRow
{
    public DeltaProtocol? Protocol { get; init; }

    public DeltaMetadata? Metadata { get; init; }

    public (string AppId, long Version)? Transaction { get; init; }

    public DeltaFile? Add { get; init; }

    public RemovedFile? Remove { get; init; }
}
