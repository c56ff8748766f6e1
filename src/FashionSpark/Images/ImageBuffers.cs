using System.Collections.Concurrent;

namespace FashionSpark.Images;

/// <summary>
/// The memory one picture needs on its way, used again for the next: what a process holds is bounded by its threads and their
/// largest picture, not by the number of pictures. Serves one picture at a time.
/// </summary>
public sealed class ImageBuffers : IDisposable
{
    private static readonly ConcurrentBag<ImageBuffers> Idle = [];

    private ImageBuffers()
    {
    }

    /// <summary>As the decoder gave them.</summary>
    public PixelBuffer Decoded { get; } = new();

    /// <summary>After turning.</summary>
    public PixelBuffer Upright { get; } = new();

    /// <summary>A row between the two passes of the resizer.</summary>
    internal PixelBuffer Row { get; } = new();

    /// <summary>Resized, before it changes its channels.</summary>
    internal PixelBuffer Resized { get; } = new();

    internal ResizeWeightsCache Weights { get; } = new();

    /// <summary>Buffers that nobody uses now; dispose them when the picture is done with.</summary>
    public static ImageBuffers Rent() => Idle.TryTake(out ImageBuffers? buffers) ? buffers : new ImageBuffers();

    /// <summary>Hands them back, without what only an unusually large picture needed.</summary>
    public void Dispose()
    {
        Decoded.Trim();
        Upright.Trim();
        Row.Trim();
        Resized.Trim();
        Idle.Add(this);
    }
}
