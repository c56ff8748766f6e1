namespace FashionSpark.Images;

/// <summary>How a picture of any shape is brought into a box.</summary>
public enum Fit
{
    /// <summary>Whole picture, centred, padded.</summary>
    Letterbox,

    /// <summary>Largest centred part with the proportions of the box.</summary>
    Crop,

    /// <summary>Both sides brought to size, proportions lost.</summary>
    Stretch,

    /// <summary>
    /// Whole picture with its proportions, made smaller where a side is longer than the box, never larger, not padded:
    /// every picture has a size of its own, and a model makes the views of it that it takes.
    /// </summary>
    Inside,
}
