namespace FashionSpark.Engines;

/// <summary>Where a partition function finds itself.</summary>
public sealed class PartitionContext
{
    /// <summary>Number of this partition, from 0.</summary>
    public required int PartitionId { get; init; }

    /// <summary>Try of this partition, from 0; above 0 where an engine repeats a failed task.</summary>
    public int Attempt { get; init; }

    /// <summary>Processor threads this partition may keep busy.</summary>
    public int Threads { get; init; } = 1;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// A folder on the machine's own disk that all worker processes of an executor share and that goes with the executor;
    /// null where functions run in the driver's process, whose memory serves as well.
    /// </summary>
    public string? LocalFolder { get; init; }

    /// <summary>Looked at between batches, and in long loops.</summary>
    public CancellationToken Cancellation { get; init; }
}
