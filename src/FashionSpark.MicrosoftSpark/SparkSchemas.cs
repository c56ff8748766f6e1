using System.Text.Json;
using Apache.Arrow;
using FashionSpark.Spark.Plans;
using FashionSpark.Tables;
using Microsoft.Spark.Sql;
using StructType = Microsoft.Spark.Sql.Types.StructType;

namespace FashionSpark.MicrosoftSpark;

/// <summary>Arrow's schemas as Microsoft.Spark has Spark's, both ways, by Spark's own JSON.</summary>
internal static class SparkSchemas
{
    public static StructType ToSpark(Schema schema) =>
        (StructType)Microsoft.Spark.Sql.Types.DataType.ParseDataType(DeltaMetadata.WriteSchema(schema));

    /// <summary>The type of a struct of these columns, in SQL.</summary>
    public static string SqlType(Schema schema) =>
        $"struct<{string.Join(", ", schema.FieldsList.Select(field => $"{Expressions.Quote(field.Name)}: {SparkTypes.Name(field.DataType)}"))}>";

    public static Schema Of(DataFrame rows)
    {
        using JsonDocument schema = JsonDocument.Parse(rows.Schema().Json);
        return new Schema([.. schema.RootElement.GetProperty("fields").EnumerateArray().Select(SparkTypes.Field)], metadata: null);
    }
}
