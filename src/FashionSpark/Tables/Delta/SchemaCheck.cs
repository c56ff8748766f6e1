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

    /// <exception cref="InvalidInputException">A column the table lacks, one of another type, or other partition columns.</exception>
    public static void CheckExisting(DeltaSnapshot table, Schema schema, IReadOnlyList<string> partitionBy)
    {
        if (!table.PartitionColumns.SequenceEqual(partitionBy))
        {
            throw new InvalidInputException(
                $"Table '{table.Path}' is partitioned by ({string.Join(", ", table.PartitionColumns)}), the rows are to be partitioned by ({string.Join(", ", partitionBy)}).");
        }

        foreach (Field field in schema.FieldsList)
        {
            Field column = table.Schema.FieldsList.FirstOrDefault(column => column.Name == field.Name)
                ?? throw new InvalidInputException($"Table '{table.Path}' has no column '{field.Name}'; it has {Names(table.Schema)}.");
            if (SparkTypes.Name(column.DataType) != SparkTypes.Name(field.DataType))
            {
                throw new InvalidInputException(
                    $"Column '{field.Name}' of table '{table.Path}' is {SparkTypes.Name(column.DataType)}, the rows have {SparkTypes.Name(field.DataType)}.");
            }
        }

        Field? missing = table.Schema.FieldsList.FirstOrDefault(column =>
            (!column.IsNullable || table.PartitionColumns.Contains(column.Name)) && schema.FieldsList.All(field => field.Name != column.Name));
        if (missing is not null)
        {
            throw new InvalidInputException($"The rows lack column '{missing.Name}', which table '{table.Path}' needs.");
        }
    }

    private static string Names(Schema schema) => string.Join(", ", schema.FieldsList.Select(field => field.Name));
}
