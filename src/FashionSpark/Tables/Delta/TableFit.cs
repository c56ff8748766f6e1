using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Tables;

/// <summary>Whether rows may go into a table that exists, as every engine asks it.</summary>
public static class TableFit
{
    /// <param name="table">The table as it is.</param>
    /// <param name="rows">Columns of the rows.</param>
    /// <param name="partitionBy">Columns that the rows are to be partitioned by.</param>
    /// <exception cref="InvalidInputException">A column the table lacks, one of another type, one it cannot do without, or other partition columns.</exception>
    public static void Check(DeltaTableInfo table, Schema rows, IReadOnlyList<string> partitionBy) =>
        Check(table.Path, table.Schema, table.PartitionColumns, rows, partitionBy);

    internal static void Check(string path, Schema table, IReadOnlyList<string> partitions, Schema rows, IReadOnlyList<string> partitionBy)
    {
        if (!partitions.SequenceEqual(partitionBy))
        {
            throw Unfit(path, $"is partitioned by ({string.Join(", ", partitions)}), the rows are to be partitioned by ({string.Join(", ", partitionBy)})");
        }

        foreach (Field field in rows.FieldsList)
        {
            Field column = table.FieldsList.FirstOrDefault(column => column.Name == field.Name)
                ?? throw Unfit(path, $"has no column '{field.Name}'; it has {string.Join(", ", table.FieldsList.Select(column => column.Name))}");
            if (SparkTypes.Name(column.DataType) != SparkTypes.Name(field.DataType))
            {
                throw Unfit(path, $"has column '{field.Name}' as {SparkTypes.Name(column.DataType)}, the rows have {SparkTypes.Name(field.DataType)}");
            }
        }

        Field? missing = table.FieldsList.FirstOrDefault(column =>
            (!column.IsNullable || partitions.Contains(column.Name)) && rows.FieldsList.All(field => field.Name != column.Name));
        if (missing is not null)
        {
            throw Unfit(path, $"needs column '{missing.Name}', which the rows lack");
        }
    }

    private static InvalidInputException Unfit(string path, string how) =>
        new($"Table '{path}' {how}. It was made by something else, or by another version: name another table or warehouse.");
}
