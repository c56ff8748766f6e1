using FashionSpark.Images;

namespace FashionSpark.MachineLearning;

/// <summary>Options of <see cref="HogFeaturesFunction"/>.</summary>
/// <param name="Width">Width in pixels of the view that is described.</param>
/// <param name="Height">Its height.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Views">How the view is made of a prepared image; none = it is the image.</param>
/// <param name="TrainShare">Share of the training images that are described, 0 to 1; the others have no row.</param>
public sealed record HogFeaturesOptions(int Width, int Height, int Channels, IReadOnlyList<Fit> Views, double TrainShare);
