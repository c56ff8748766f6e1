namespace FashionSpark.Images;

/// <summary>A decoded picture: row-major, a byte a value, <paramref name="Channels"/> values (1 grey, 3 RGB) a pixel.</summary>
public readonly record struct PixelImage(int Width, int Height, int Channels, ReadOnlyMemory<byte> Pixels);
