namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="PixelStatisticsFunction"/>: none yet.</summary>
public sealed record PixelStatisticsOptions;
