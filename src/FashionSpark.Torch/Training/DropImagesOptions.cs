namespace FashionSpark.Torch.Training;

/// <summary>Options of <see cref="DropImagesFunction"/>.</summary>
/// <param name="RunKey">Names the training.</param>
public sealed record DropImagesOptions(string RunKey);
