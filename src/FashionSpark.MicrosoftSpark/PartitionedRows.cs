using System.Globalization;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.MicrosoftSpark.Executors;
using FashionSpark.Spark.Plans;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;

namespace FashionSpark.MicrosoftSpark;

/// <summary>
/// Rows before a partition function: <see cref="Partition"/> says, in SQL, which partition a row belongs to. Grouped map
/// is the only way that Microsoft.Spark has for whole batches, and it sees groups, not partitions; so every partition
/// becomes a group, of which a row holds <see cref="GroupColumns.ChunkRows"/> of the partition's.
/// </summary>
/// <param name="Session">Spark's session.</param>
/// <param name="Rows">The rows, as the columns that <paramref name="Wire"/> says.</param>
/// <param name="Partition">SQL of a row's partition; null = the one of Spark that it is in.</param>
/// <param name="Count">Partitions: those without a row are run too. Null = as many as Spark has, and empty ones may be left out.</param>
/// <param name="Wire">How the rows stand there.</param>
internal sealed record PartitionedRows(SparkSession Session, DataFrame Rows, string? Partition, int? Count, Wire Wire)
{
    private const string Marked = "__fashionspark_row";

    /// <summary>Spark's own number has the partition in its upper 31 bits.</summary>
    private const string PlaceInPartition = "(monotonically_increasing_id() % 8589934592)";

    private string Whole => $"struct({string.Join(", ", Rows.Columns().Select(Expressions.Quote))})";

    /// <summary>The rows in their partitions, as columns of Spark.</summary>
    public DataFrame InPlace() => Partition is null ? Rows : Rows.Repartition(Count!.Value, Expr(KeyOf(Partition, Count.Value)));

    /// <summary>Runs a function over every partition.</summary>
    /// <param name="function">The function.</param>
    /// <param name="input">Schema of its input.</param>
    /// <param name="output">Schema of its output.</param>
    /// <param name="to">How its output is to stand in the columns.</param>
    public DataFrame Run(PartitionFunctionSpec function, Schema input, Schema output, Wire to)
    {
        DataFrame groups = Wire == Wire.Packed ? Placed(Rows, Count!.Value) : Gather(Partition is null ? AsTheyLie() : Dealt(input));
        var udf = new PartitionUdf(function, input, Wire, to);
        return groups.GroupBy(GroupColumns.Key, GroupColumns.Partition)
            .Apply(SparkSchemas.ToSpark(GroupOutput.Schema(output, to)), udf.Run)
            .Filter($"IF({GroupColumns.Error} IS NULL, true, CAST(raise_error({GroupColumns.Error}) AS BOOLEAN))")
            .Drop(GroupColumns.Error);
    }

    private static DataFrame Placed(DataFrame rows, int partitions) => rows
        .WithColumn(GroupColumns.Key, Expr(KeyOf(GroupColumns.Partition, partitions)))
        .Repartition(partitions, Col(GroupColumns.Key));

    private static string KeyOf(string partition, int partitions) =>
        $"element_at(array({string.Join(", ", BucketKeys.For(partitions))}), CAST({partition} AS INT) + 1)";

    /// <summary>A row's place is that in Spark's partition; it is known before the rows are moved, so they can be put in order after.</summary>
    private DataFrame AsTheyLie()
    {
        int partitions = Math.Max(1, (int)((JvmObjectReference)Rows.Reference.Invoke("rdd")).Invoke("getNumPartitions"));
        DataFrame numbered = Rows.SelectExpr($"spark_partition_id() AS {GroupColumns.Partition}", $"{PlaceInPartition} AS {GroupColumns.Position}", $"{Whole} AS {Marked}");
        return Placed(numbered, partitions);
    }

    /// <summary>Every partition gets a row that is none, so that it becomes a group where it has no others.</summary>
    private DataFrame Dealt(Schema schema)
    {
        DataFrame rows = Rows.SelectExpr($"CAST({Partition} AS INT) AS {GroupColumns.Partition}", $"{Whole} AS {Marked}");
        DataFrame markers = Session.Range(Count!.Value)
            .SelectExpr($"CAST(id AS INT) AS {GroupColumns.Partition}", $"CAST(NULL AS {SparkSchemas.SqlType(schema)}) AS {Marked}");
        return Placed(rows.Union(markers), Count.Value).WithColumn(GroupColumns.Position, Expr(PlaceInPartition));
    }

    private static DataFrame Gather(DataFrame rows)
    {
        string chunk = string.Create(CultureInfo.InvariantCulture, $"{GroupColumns.Position} DIV {GroupColumns.ChunkRows}");
        string checkedChunk = string.Create(
            CultureInfo.InvariantCulture,
            $"IF({chunk} < {GroupColumns.MostChunks}, {chunk}, CAST(raise_error('A partition has more than {GroupColumns.MostChunks * (long)GroupColumns.ChunkRows} rows; use more partitions') AS BIGINT))");
        string entry = $"CASE WHEN {Marked} IS NOT NULL THEN struct({GroupColumns.Position} AS {GroupColumns.Position}, {Marked} AS {GroupColumns.Row}) END";
        return rows.WithColumn(GroupColumns.Chunk, Expr(checkedChunk))
            .GroupBy(GroupColumns.Key, GroupColumns.Partition, GroupColumns.Chunk)
            .Agg(Expr($"array_sort(collect_list({entry}))").As(GroupColumns.Rows));
    }
}
