namespace FashionSpark.Reporting;

/// <summary>Options of <see cref="PicturesFunction"/>.</summary>
/// <param name="Labels">Ids of the images, and the class that each one's heat map is for.</param>
/// <param name="ModelPath">The model file.</param>
/// <param name="ModelHash">SHA-256 it must have.</param>
public sealed record PicturesOptions(IReadOnlyDictionary<string, int> Labels, string ModelPath, string ModelHash);
