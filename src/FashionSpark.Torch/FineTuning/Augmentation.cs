namespace FashionSpark.Torch.FineTuning;

/// <summary>
/// How pictures are changed at random before the network sees them. Ranges are what photos of the world differ by, not
/// what one test split rewards.
/// </summary>
public sealed record Augmentation
{
    /// <summary>The least side of a window as part of the shorter side; the most is the longer side, with black around.</summary>
    public double LeastWindow { get; init; } = 0.6;

    /// <summary>Width over height is e^+-this.</summary>
    public double Aspect { get; init; } = 0.15;

    /// <summary>Half of the windows are turned by up to this many degrees.</summary>
    public double Rotation { get; init; } = 12;

    /// <summary>Half of the windows are seen from the side: the far edge is up to this part shorter.</summary>
    public double Perspective { get; init; } = 0.15;

    /// <summary>Brightness and contrast are times e^+-this.</summary>
    public double Light { get; init; } = 0.25;

    /// <summary>Each channel is times e^+-this.</summary>
    public double Tint { get; init; } = 0.06;

    /// <summary>Distance from grey is times 1 +- this.</summary>
    public double Saturation { get; init; } = 0.35;

    /// <summary>Probability that colours vanish.</summary>
    public double Grey { get; init; } = 0.04;

    /// <summary>Probability of a small picture made larger: fine detail is gone.</summary>
    public double Blur { get; init; } = 0.15;

    /// <summary>Probability of noise, up to 12 levels of deviation.</summary>
    public double Noise { get; init; } = 0.15;

    /// <summary>Probability that a rectangle is painted over (Zhong et al. 2017, arXiv:1708.04896).</summary>
    public double Erase { get; init; } = 0.15;

    /// <summary>Probability that two pictures change places in a rectangle (Yun et al. 2019, arXiv:1905.04899).</summary>
    public double CutMix { get; init; } = 0.5;
}
