using System.Text.Json;
using System.Text.Json.Nodes;

namespace FashionSpark.Tables;

/// <summary>Delta's statistics of a data file: <c>numRecords</c>, <c>minValues</c>, <c>maxValues</c>, <c>nullCount</c>.</summary>
internal static class DeltaStats
{
    /// <summary>Delta Lake's default for <c>delta.dataSkippingNumIndexedCols</c>.</summary>
    public const int IndexedColumns = 32;

    public static string Write(ParquetFileSummary file)
    {
        JsonObject min = [];
        JsonObject max = [];
        JsonObject nulls = [];
        foreach (ColumnStatistics column in file.Columns.Take(IndexedColumns))
        {
            nulls[column.Column] = column.NullCount;
            if (column.Min is not null && column.Max is not null)
            {
                min[column.Column] = column.Min.DeepClone();
                max[column.Column] = column.Max.DeepClone();
            }
        }

        return new JsonObject
        {
            ["numRecords"] = file.Rows,
            ["minValues"] = min,
            ["maxValues"] = max,
            ["nullCount"] = nulls,
        }.ToJsonString(ActionJson.Options);
    }

    /// <summary>Null where there are no statistics, or none that are understood: they are optional.</summary>
    public static long? NumRecords(string? stats)
    {
        if (string.IsNullOrEmpty(stats))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(stats);
            return document.RootElement.TryGetProperty("numRecords", out JsonElement rows) && rows.TryGetInt64(out long count) ? count : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
