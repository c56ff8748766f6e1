namespace FashionSpark.Images;

/// <summary>The version of the way from bytes to pixels. It changes whenever the same bytes would give other pixels.</summary>
public static class Preprocessing
{
    public const string Version = "1";
}
