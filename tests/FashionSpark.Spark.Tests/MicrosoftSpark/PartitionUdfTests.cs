using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.MicrosoftSpark.Executors;

namespace FashionSpark.Spark.Tests.MicrosoftSpark;

/// <summary>A group of Spark's as a partition; the code is Microsoft.Spark's side of the executors, which needs nothing of its package.</summary>
public sealed class PartitionUdfTests
{
    private static readonly Schema Numbers = new([new Field("n", Int32Type.Default, nullable: false)], metadata: null);

    public PartitionUdfTests() => ExecutorFunctions.Known = new PartitionFunctionRegistry()
        .Add<IdentityOptions>(IdentityFunction.Name, _ => new IdentityFunction())
        .Add<IdentityOptions>(FailingFunction.Name, _ => new FailingFunction());

    [Fact]
    public void A_group_stays_below_ten_thousand_rows() => Assert.True(GroupColumns.MostChunks < 10_000);

    [Fact]
    public void Chunks_in_any_order_are_the_partition_in_order_in_small_batches()
    {
        RecordBatch group = Group(partition: 3, (1, [.. Enumerable.Range(300, 5)]), (0, [.. Enumerable.Range(0, 300)]));

        RecordBatch packed = Udf(IdentityFunction.Name, Wire.Columns, Wire.Packed).Run(group);

        RecordBatch[] batches = [.. Enumerable.Range(0, packed.Length).Select(row => PackedRows.Read(packed.Column<BinaryArray>(GroupColumns.Packed).GetBytes(row).ToArray()).Single())];
        Assert.Equal([128, 128, 44, 5], batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 305), batches.SelectMany(Values));
        Assert.Equal([3, 3, 3, 3], packed.Column<Int32Array>(GroupColumns.Partition).Select(partition => partition!.Value));
    }

    [Fact]
    public void Columns_come_back_as_one_batch_without_an_error()
    {
        RecordBatch made = Udf(IdentityFunction.Name, Wire.Columns, Wire.Columns).Run(Group(0, (0, [.. Enumerable.Range(0, 200)])));

        Assert.Equal(["n", GroupColumns.Error], made.Schema.FieldsList.Select(field => field.Name));
        Assert.Equal(Enumerable.Range(0, 200), Values(made));
        Assert.Equal(200, made.Column<StringArray>(GroupColumns.Error).NullCount);
    }

    [Fact]
    public void Packed_rows_are_read()
    {
        var schema = new Schema(
            [
                new Field(GroupColumns.Partition, Int32Type.Default, nullable: true),
                new Field(GroupColumns.Chunk, Int64Type.Default, nullable: true),
                new Field(GroupColumns.Packed, BinaryType.Default, nullable: true),
            ],
            metadata: null);
        RecordBatch group = RowBatch.Create(schema, [[1, 0L, PackedRows.Write(RowBatch.Create(Numbers, [[7], [8]]))]]);

        Assert.Equal([7, 8], Values(Udf(IdentityFunction.Name, Wire.Packed, Wire.Columns).Run(group)));
    }

    [Fact]
    public void A_partition_without_rows_is_run_and_gives_none() =>
        Assert.Equal(0, Udf(IdentityFunction.Name, Wire.Columns, Wire.Columns).Run(Group(2, (0, []))).Length);

    /// <summary>A task to which Spark gave no group: it must still tell its columns.</summary>
    [Fact]
    public void No_group_is_no_partition()
    {
        RecordBatch made = Udf(FailingFunction.Name, Wire.Columns, Wire.Columns).Run(Group(0));

        Assert.Equal(0, made.Length);
        Assert.Equal(["n", GroupColumns.Error], made.Schema.FieldsList.Select(field => field.Name));
    }

    [Fact]
    public void An_error_is_a_row()
    {
        RecordBatch made = Udf(FailingFunction.Name, Wire.Columns, Wire.Columns).Run(Group(5, (0, [1])));

        string error = made.Column<StringArray>(GroupColumns.Error).GetString(0);
        Assert.StartsWith("fashionspark-error: FashionSpark.InvalidInputException: 1 row is too many", error, StringComparison.Ordinal);
        Assert.Contains("in partition function 'failing', partition 5", error, StringComparison.Ordinal);
        Assert.Equal(1, made.Length);
    }

    private static PartitionUdf Udf(string function, Wire input, Wire output) =>
        new(PartitionFunctionSpec.Create(function, new IdentityOptions()), Numbers, input, output);

    private static IEnumerable<int> Values(RecordBatch batch) => batch.Column<Int32Array>("n").Select(value => value!.Value);

    /// <summary>As Spark makes it: a row a chunk, its rows a list of structs of a position and a row.</summary>
    private static RecordBatch Group(int partition, params (long Number, int[] Values)[] chunks)
    {
        int[] values = [.. chunks.SelectMany(chunk => chunk.Values)];
        var row = new StructType([new Field("n", Int32Type.Default, nullable: false)]);
        var entry = new StructType([new Field(GroupColumns.Position, Int64Type.Default, nullable: false), new Field(GroupColumns.Row, row, nullable: true)]);
        var rows = new StructArray(row, values.Length, [new Int32Array.Builder().AppendRange(values).Build()], ArrowBuffer.Empty);
        var positions = new Int64Array.Builder().AppendRange(values.Select(value => (long)value)).Build();
        var entries = new StructArray(entry, values.Length, [positions, rows], ArrowBuffer.Empty);
        var offsets = new ArrowBuffer.Builder<int>().Append(0);
        int end = 0;
        foreach ((_, int[] of) in chunks)
        {
            offsets.Append(end += of.Length);
        }

        var list = new ListType(new Field("element", entry, nullable: true));
        IArrowArray[] columns =
        [
            new Int32Array.Builder().AppendRange(Enumerable.Repeat(partition, chunks.Length)).Build(),
            new Int64Array.Builder().AppendRange(chunks.Select(chunk => chunk.Number)).Build(),
            new ListArray(list, chunks.Length, offsets.Build(), entries, ArrowBuffer.Empty),
        ];
        var schema = new Schema(
            [
                new Field(GroupColumns.Partition, Int32Type.Default, nullable: true),
                new Field(GroupColumns.Chunk, Int64Type.Default, nullable: true),
                new Field(GroupColumns.Rows, list, nullable: true),
            ],
            metadata: null);
        return new RecordBatch(schema, columns, chunks.Length);
    }
}
