using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Worker.Tests.Support;

/// <summary>Tiny batches: three rows cross every boundary that three thousand cross.</summary>
internal static class Batches
{
    public static readonly Schema Schema = new(
        [new Field("id", Int64Type.Default, nullable: true), new Field("data", BinaryType.Default, nullable: true)], metadata: null);

    public static RecordBatch Rows(long first, int rows = 3, int bytes = 5) =>
        RowBatch.Create(Schema, [.. Enumerable.Range(0, rows).Select(i => Row(first + i, bytes))]);

    public static RecordBatch Of(params IArrowArray[] columns) => new(
        new Schema([.. columns.Select((column, i) => new Field($"c{i}", column.Data.DataType, nullable: true))], metadata: null),
        columns,
        columns[0].Length);

    public static StringArray Texts(params string[] values) => new StringArray.Builder().AppendRange(values).Build();

    /// <summary>The rows of all batches: id and the bytes in hexadecimal, "null" for a null.</summary>
    public static List<string> Text(IEnumerable<RecordBatch> batches) =>
    [
        .. batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(i =>
        {
            var data = (BinaryArray)batch.Column(1);
            return $"{((Int64Array)batch.Column(0)).GetValue(i)} {(data.IsNull(i) ? "null" : Convert.ToHexString(data.GetBytes(i)))}";
        })),
    ];

    private static object?[] Row(long id, int bytes)
    {
        var data = new byte[bytes];
        new Random((int)id).NextBytes(data);
        return [id, id % 4 == 3 ? null : data];
    }
}
