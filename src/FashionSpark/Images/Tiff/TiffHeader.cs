namespace FashionSpark.Images;

/// <summary>What the first directory of a TIFF says of its picture.</summary>
internal sealed record TiffHeader(int Width, int Height, Orientation Orientation, byte[] Profile);
