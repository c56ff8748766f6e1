using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Scoring;
using FashionSpark.Tables.Results;

namespace FashionSpark.Pipeline.Sinks;

/// <summary>A table of a sink.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its columns.</param>
/// <param name="Key">The columns that tell its rows apart.</param>
public sealed record SinkTable(string Name, Schema Schema, IReadOnlyList<string> Key)
{
    /// <summary>Hash of all values of a row, for tables whose rows nothing else tells apart.</summary>
    public const string RowId = "row_id";

    /// <summary>The data set that an image belongs to, by its folder, and the version of it that was written last.</summary>
    public const string Data = "data";
    public const string Version = "data_version";

    /// <summary>The class of an image by name; null = unknown.</summary>
    public const string Class = "class";

    /// <summary>Version of these tables. It goes up whenever a column of one of them does.</summary>
    public const int SchemaVersion = 1;

    public static SinkTable Images { get; } = new(
        "images",
        new Schema(
            [
                new Field(Data, StringType.Default, nullable: false), new Field(Version, Int64Type.Default, nullable: false), .. PreparedSchema.Schema.FieldsList,
                new Field(Class, StringType.Default, nullable: true),
            ],
            metadata: null),
        [Data, PreparedSchema.ImageId]);

    public static SinkTable Predictions { get; } = new(
        PredictionsSchema.TableName, PredictionsSchema.Schema, [PredictionsSchema.RunId, PredictionsSchema.ImageId]);

    /// <summary>The tables of a warehouse, each with the run its rows are of.</summary>
    public static IReadOnlyList<SinkTable> Results { get; } =
    [
        OfWarehouse(ResultTables.Metrics, ResultTables.MetricsSchema),
        OfWarehouse(ResultTables.Confusion, ResultTables.ConfusionSchema),
        OfWarehouse(ResultTables.Quarantine, ResultTables.QuarantineSchema),
        OfWarehouse(ResultTables.Duplicates, ResultTables.DuplicatesSchema),
        OfWarehouse(ResultTables.NearDuplicates, ResultTables.NearDuplicatesSchema),
        OfWarehouse(ResultTables.DatasetStatistics, ResultTables.DatasetStatisticsSchema),
    ];

    /// <summary>What visitors of the page correct; no run writes it.</summary>
    public static SinkTable Feedback { get; } = new("feedback", FeedbackSchema.Schema, [FeedbackSchema.Source]);

    /// <summary>The tables that runs write.</summary>
    public static IReadOnlyList<SinkTable> All { get; } = [Images, Predictions, .. Results];

    private static SinkTable OfWarehouse(string name, Schema schema) =>
        new(name, new Schema([new Field(RowId, StringType.Default, nullable: false), .. schema.FieldsList], metadata: null), [RowId]);
}
