namespace FashionSpark.Images;

/// <summary>How a picture of any shape becomes a square.</summary>
public enum Fit
{
    /// <summary>Whole picture, centred, padded.</summary>
    Letterbox,

    /// <summary>Largest centred square.</summary>
    Crop,

    /// <summary>Both sides brought to size, proportions lost.</summary>
    Stretch,
}
