namespace FashionSpark.Images;

/// <summary>A rectangle of a picture, in pixels.</summary>
internal readonly record struct PixelRegion(int Left, int Top, int Width, int Height);
