using FashionSpark.Images;

namespace FashionSpark.Datasets;

/// <summary>What prepared images look like.</summary>
/// <param name="Width">Width of the box they are brought into, in pixels.</param>
/// <param name="Height">Height of the box in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Fit">How they are brought into it.</param>
/// <param name="MaxMegapixels">Larger pictures are refused by their header.</param>
public sealed record ImageOptions(int Width, int Height, int Channels, Fit Fit, int MaxMegapixels = ImageDecoders.DefaultMaxMegapixels)
{
    /// <summary>For a partition that begins: pictures that took other processes down until now are known to it.</summary>
    internal ImageNormalizer CreateNormalizer(ImageDecoders decoders)
    {
        decoders.Refresh();
        return new ImageNormalizer(decoders.WithLimit(MaxMegapixels), Width, Height, Channels, Fit);
    }
}
