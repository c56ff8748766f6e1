using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>What prepared images look like.</summary>
/// <param name="Width">Width of the box they are brought into, in pixels.</param>
/// <param name="Height">Height of the box in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Fit">How they are brought into it.</param>
public sealed record ImageOptions(int Width, int Height, int Channels, Fit Fit)
{
    internal ImageNormalizer CreateNormalizer() => new(ImageDecoders.Default, Width, Height, Channels, Fit);
}
