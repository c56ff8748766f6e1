namespace FashionSpark.Reporting;

/// <summary>A row of the dataset_stats table: a figure of a data set, see <see cref="Tables.Results.ResultTables.DatasetStatisticsSchema"/>.</summary>
internal sealed record StatisticsRow(
    string RunId, string Data, long Version, string Figure, string? Split, string? Class, int? Channel, long Images, double? Mean, double? Deviation);
