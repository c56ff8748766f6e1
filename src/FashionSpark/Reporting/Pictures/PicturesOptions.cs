namespace FashionSpark.Reporting;

/// <summary>Options of <see cref="PicturesFunction"/>.</summary>
/// <param name="ImageIds">Ids of the images.</param>
/// <param name="ModelPath">The model file.</param>
/// <param name="ModelHash">SHA-256 it must have.</param>
public sealed record PicturesOptions(IReadOnlyList<string> ImageIds, string ModelPath, string ModelHash);
