using FashionSpark.Web.Models;

namespace FashionSpark.Web.Inference;

/// <summary>A picture that waits for its answer.</summary>
internal sealed class PictureJob
{
    public required LoadedModel Model { get; init; }

    /// <summary>The name that the model is served under.</summary>
    public required string ModelName { get; init; }

    /// <summary>What the visitor calls the picture.</summary>
    public required string Name { get; init; }

    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Also what the model saw, and where it looked.</summary>
    public required bool Explain { get; init; }

    /// <summary>The visitor hung up.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Continues elsewhere, so that a worker never runs what waits for it.</summary>
    public TaskCompletionSource<PictureAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
