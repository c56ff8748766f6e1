using Apache.Arrow;

namespace FashionSpark.Tables;

/// <summary>Whether rows fit a table.</summary>
internal static class SchemaCheck
{
    /// <summary>Checks a new table's columns.</summary>
    /// <exception cref="InvalidInputException">Names that clash, types that cannot be written, unusable partition columns.</exception>
    public static void CheckNew(Schema schema, IReadOnlyList<string> partitionBy)
    {
        string? twice = schema.FieldsList.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new InvalidInputException($"Column '{twice}' is there twice; Delta tables do not tell upper from lower case.");
        }

        foreach (Field field in schema.FieldsList)
        {
            // What Parquet and Spark refuse in names without column mapping.
            int bad = field.Name.IndexOfAny([' ', ',', ';', '{', '}', '(', ')', '\n', '\t', '=']);
            if (bad >= 0 || field.Name.Length == 0)
            {
                throw new InvalidInputException($"Column name '{field.Name}' cannot be used: names are not empty and have none of the characters ' ,;{{}}()=', tab and newline.");
            }

            _ = ParquetFields.FromArrow(field);
        }

        foreach (string name in partitionBy)
        {
            Field field = schema.FieldsList.FirstOrDefault(field => field.Name == name)
                ?? throw new InvalidInputException($"Partition column '{name}' is not a column; columns are {Names(schema)}.");
            PartitionValue.CheckType(field);
        }

        if (partitionBy.Count >= schema.FieldsList.Count)
        {
            throw new InvalidInputException("Every column is a partition column; at least one must be left for the data files.");
        }
    }

    private static string Names(Schema schema) => string.Join(", ", schema.FieldsList.Select(field => field.Name));
}
