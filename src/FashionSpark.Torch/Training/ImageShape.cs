namespace FashionSpark.Torch.Training;

/// <summary>Size of the images of a data set and what brings their bytes to mean 0 and deviation 1.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Mean">Per channel, 0 to 255.</param>
/// <param name="StandardDeviation">Per channel, 0 to 255.</param>
public sealed record ImageShape(
    int Width, int Height, int Channels, IReadOnlyList<double> Mean, IReadOnlyList<double> StandardDeviation)
{
    /// <summary>A channel that never varies is divided by this, not by 0.</summary>
    public const double LeastDeviation = 1e-3;

    /// <summary>Bytes of an image, rows x columns x channels.</summary>
    public int Length => Width * Height * Channels;

    /// <summary>(value - mean) / deviation, for a byte of that channel.</summary>
    public float Normalise(int channel, int value) =>
        (float)((value - Mean[channel]) / Math.Max(StandardDeviation[channel], LeastDeviation));
}
