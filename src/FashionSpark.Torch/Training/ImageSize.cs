namespace FashionSpark.Torch.Training;

/// <summary>Size of one image in pixels.</summary>
public readonly record struct ImageSize(int Width, int Height);
