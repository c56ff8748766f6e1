using Apache.Arrow;
using Apache.Arrow.Types;

namespace FashionSpark.Tests.Tables;

/// <summary>A row of ordinary values, one of extremes and one of nulls, of every type that is written.</summary>
internal static class AllTypes
{
    private static readonly TimestampType Timestamp = new(TimeUnit.Microsecond, "UTC");

    public static Schema Schema { get; } = new(
        [
            new Field("bin", BinaryType.Default, true),
            new Field("flag", BooleanType.Default, true),
            new Field("i8", Int8Type.Default, true),
            new Field("i16", Int16Type.Default, true),
            new Field("i32", Int32Type.Default, true),
            new Field("i64", Int64Type.Default, true),
            new Field("f32", FloatType.Default, true),
            new Field("f64", DoubleType.Default, true),
            new Field("day", Date32Type.Default, true),
            new Field("at", Timestamp, true),
            new Field("name", StringType.Default, true),
            new Field("list", new ListType(new Field("element", FloatType.Default, true)), true),
            new Field("words", new ListType(new Field("element", StringType.Default, true)), true),
        ],
        metadata: null);

    /// <summary>The rows as Spark writes them as text, arrays cast to strings.</summary>
    public static string[] Text { get; } =
    [
        "00ff|true|1|2|3|4|0.5|0.25|2026-01-02|1767323045000006|größe 😀|[1.5, null, -2.0]|[a, null, ]",
        "|false|-128|-32768|-2147483648|-9223372036854775808|NaN|-Infinity|1901-12-14|-1||[]|[]",
        "null|null|null|null|null|null|null|null|null|null|null|null|null",
    ];

    public static RecordBatch Batch()
    {
        ListArray.Builder list = new(FloatType.Default);
        var floats = (FloatArray.Builder)list.ValueBuilder;
        list.Append();
        floats.Append(1.5f).AppendNull().Append(-2);
        list.Append();
        list.AppendNull();
        ListArray.Builder words = new(StringType.Default);
        var texts = (StringArray.Builder)words.ValueBuilder;
        words.Append();
        texts.Append("a").AppendNull().Append("");
        words.Append();
        words.AppendNull();
        return new RecordBatch(
            Schema,
            [
                new BinaryArray.Builder().Append([0, 255]).Append([]).AppendNull().Build(),
                new BooleanArray.Builder().Append(true).Append(false).AppendNull().Build(),
                new Int8Array.Builder().Append(1).Append(sbyte.MinValue).AppendNull().Build(),
                new Int16Array.Builder().Append(2).Append(short.MinValue).AppendNull().Build(),
                new Int32Array.Builder().Append(3).Append(int.MinValue).AppendNull().Build(),
                new Int64Array.Builder().Append(4).Append(long.MinValue).AppendNull().Build(),
                new FloatArray.Builder().Append(0.5f).Append(float.NaN).AppendNull().Build(),
                new DoubleArray.Builder().Append(0.25).Append(double.NegativeInfinity).AppendNull().Build(),
                new Date32Array.Builder().Append(new DateOnly(2026, 1, 2)).Append(new DateOnly(1901, 12, 14)).AppendNull().Build(),
                new TimestampArray.Builder(Timestamp)
                    .Append(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(60)).Append(DateTimeOffset.UnixEpoch.AddTicks(-10)).AppendNull().Build(),
                new StringArray.Builder().Append("größe 😀").Append("").AppendNull().Build(),
                list.Build(),
                words.Build(),
            ],
            3);
    }
}
