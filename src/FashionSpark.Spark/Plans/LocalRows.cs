using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Spark.Protocol;
using Google.Protobuf;

namespace FashionSpark.Spark.Plans;

/// <summary>Rows of the driver as a relation: they travel inside the plan.</summary>
internal static class LocalRows
{
    /// <summary>The server takes messages of up to 128 MiB; 3.5 drops a longer one without a word of why.</summary>
    public const long MostBytes = 120L << 20;

    private const string PartitionColumn = "__fashionspark_partition";
    private const string RowColumn = "__fashionspark_row";

    /// <summary>The rows in runs of neighbours, one run a partition, each in order.</summary>
    /// <exception cref="InvalidInputException">The rows are too large to travel inside a plan.</exception>
    public static Relation Create(RecordBatch rows, int partitions)
    {
        if (partitions == 1)
        {
            return Local(rows).Coalesce(1);
        }

        // Where a row goes and its number go along, and are dropped when every row is in its place.
        return Local(Number(rows, partitions))
            .RepartitionByBucket(Expressions.Quote(PartitionColumn), partitions)
            .SortWithinPartitions(Expressions.Column(RowColumn))
            .Project(rows.Schema.FieldsList.Select(field => field.Name));
    }

    private static RecordBatch Number(RecordBatch rows, int partitions)
    {
        var partition = new int[rows.Length];
        for (int p = 0; p < partitions; p++)
        {
            int start = (int)((long)rows.Length * p / partitions);
            int end = (int)((long)rows.Length * (p + 1) / partitions);
            partition.AsSpan(start, end - start).Fill(p);
        }

        Field[] added = [new(PartitionColumn, Int32Type.Default, nullable: false), new(RowColumn, Int32Type.Default, nullable: false)];
        int[] numbers = [.. Enumerable.Range(0, rows.Length)];
        return new RecordBatch(
            new Schema([.. rows.Schema.FieldsList, .. added], metadata: null),
            [.. rows.Arrays, ArrowColumns.Integers(partition), ArrowColumns.Integers(numbers)],
            rows.Length);
    }

    private static Relation Local(RecordBatch rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, rows.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(rows);
            writer.WriteEnd();
        }

        if (stream.Length > MostBytes)
        {
            throw new InvalidInputException(
                $"{rows.Length} rows of the driver make {stream.Length >> 20} MiB, but a Spark Connect server takes {MostBytes >> 20} MiB in a plan. Write them to Parquet where the executors can read them.");
        }

        ByteString data = UnsafeByteOperations.UnsafeWrap(stream.GetBuffer().AsMemory(0, (int)stream.Length));
        return new Relation { LocalRelation = new LocalRelation { Data = data } };
    }
}
