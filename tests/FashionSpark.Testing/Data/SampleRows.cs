using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Testing.Data;

/// <summary>Rows with a column of every type that a table of ours has, nulls among them.</summary>
public static class SampleRows
{
    public static Schema Schema { get; } = new(
        [
            new Field("id", StringType.Default, nullable: false),
            new Field("number", Int32Type.Default, nullable: true),
            new Field("large", Int64Type.Default, nullable: true),
            new Field("value", DoubleType.Default, nullable: true),
            new Field("weight", FloatType.Default, nullable: true),
            new Field("bytes", BinaryType.Default, nullable: true),
            new Field("time", new TimestampType(TimeUnit.Microsecond, "UTC"), nullable: true),
            new Field("probabilities", new ListType(new Field("element", FloatType.Default, nullable: true)), nullable: true),
        ],
        metadata: null);

    public static RecordBatch Batch(int count) => RowBatch.Create(Schema, Rows(count));

    /// <summary>The rows of <see cref="Batch"/>, a text each.</summary>
    public static IEnumerable<string> Texts(int count) => Rows(count).Select(Text);

    /// <summary>Rows that an engine gave back, a text each.</summary>
    public static IEnumerable<string> Texts(RecordBatch batch) => Enumerable.Range(0, batch.Length).Select(row => Text(
    [
        batch.Column<StringArray>("id").GetString(row),
        batch.Column<Int32Array>("number").GetValue(row),
        batch.Column<Int64Array>("large").GetValue(row),
        batch.Column<DoubleArray>("value").GetValue(row),
        batch.Column<FloatArray>("weight").GetValue(row),
        batch.Column<BinaryArray>("bytes").IsNull(row) ? null : batch.Column<BinaryArray>("bytes").GetBytes(row).ToArray(),
        batch.Column<TimestampArray>("time").GetTimestamp(row),
        ((FloatArray)batch.Column<ListArray>("probabilities").GetSlicedValues(row)).Values.ToArray(),
    ]));

    private static List<object?[]> Rows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => (object?[])
        [
            ImageId.Compute(BitConverter.GetBytes(i)),
            i % 7 == 0 ? null : i,
            i * 10_000_000_000L,
            i / 3.0,
            i / 7f,
            i % 5 == 0 ? null : new byte[] { (byte)i, 0, 255 },
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(i * 10L),
            new float[] { i, 0.5f },
        ]),
    ];

    private static string Text(object?[] row) => string.Join('|', row.Select(value => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        float[] floats => string.Join(',', floats.Select(number => number.ToString("R", CultureInfo.InvariantCulture))),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => FormattableString.Invariant($"{value}"),
    }));
}
