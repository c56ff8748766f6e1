namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="PerceptualHashFunction"/>: none.</summary>
public sealed record PerceptualHashOptions;
