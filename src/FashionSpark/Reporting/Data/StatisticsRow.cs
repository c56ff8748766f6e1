namespace FashionSpark.Reporting;

/// <summary>A row of the dataset_stats table: images of a split and class, or mean and deviation of a channel.</summary>
internal sealed record StatisticsRow(
    string RunId, string Data, long Version, string Split, string? Class, int? Channel, long Images, double? Mean, double? Deviation);
