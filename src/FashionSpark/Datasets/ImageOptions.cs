using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>What prepared images look like.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Fit">What to do with other proportions.</param>
public sealed record ImageOptions(int Width, int Height, int Channels, Fit Fit)
{
    internal ImageNormalizer CreateNormalizer() => new(ImageDecoders.Default, Width, Height, Channels, Fit);
}
