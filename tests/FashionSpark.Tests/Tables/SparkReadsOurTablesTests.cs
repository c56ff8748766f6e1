using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Testing;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Tests.Tables;

/// <summary>What was written here, read by stock Spark with Delta Lake.</summary>
public sealed class SparkReadsOurTablesTests : IDisposable
{
    private readonly SparkFleet _fleet;
    private readonly TemporaryFolder _folder = new();

    public SparkReadsOurTablesTests(SparkFleet fleet) => _fleet = fleet;

    private string Table => _folder["table"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public void AllTypes_WithNulls_AreReadAsTheirTypes(string version)
    {
        SparkProcess spark = Spark(version);
        Rows.Write(new DeltaWrite(Table, "app", 1), AllTypes.Batch());

        Assert.Equal(
            ["binary", "boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "date", "timestamp", "string", "array<float>", "array<string>"],
            spark.Sql($"DESCRIBE TABLE delta.`{Table}`").Select(row => row.Split('|')[1]));
        Assert.Equal(
            AllTypes.Text,
            spark.Sql($"SELECT lower(hex(bin)), flag, i8, i16, i32, i64, cast(f32 as string), cast(f64 as string), day, unix_micros(at), name, cast(list as string), cast(words as string) FROM delta.`{Table}`"));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public void PartitionsWithOddNames_AreRead(string version)
    {
        SparkProcess spark = Spark(version);
        Rows.Write(new DeltaWrite(Table, "app", 1) { PartitionBy = ["split"] }, Rows.Of(OddNames));

        Assert.Equal(
            OddNames.Select(row => $"{row.Id}|{row.Name}|{row.Split ?? "null"}"),
            spark.Sql($"SELECT id, name, split FROM delta.`{Table}` ORDER BY id"));
        Assert.Equal(["2"], spark.Sql($"SELECT id FROM delta.`{Table}` WHERE split = 'a b%/ä'"));
        Assert.Equal(["7"], spark.Sql($"SELECT id FROM delta.`{Table}` WHERE split IS NULL"));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public void AfterCheckpointOverwriteAndProperties_IsRead(string version)
    {
        SparkProcess spark = Spark(version);
        DeltaWrite write = new(Table, "app", 0) { PartitionBy = ["split"], Properties = new Dictionary<string, string> { ["classes"] = "a,b" } };
        for (int i = 0; i <= 11; i++)
        {
            Rows.Write(write with { TxnVersion = i, Mode = i == 5 ? DeltaWriteMode.Overwrite : DeltaWriteMode.Append }, Rows.Of((i, $"n{i}", "s")));
        }

        // Spark must take the state from our checkpoint: the entries before it are gone.
        foreach (int i in Enumerable.Range(0, 10))
        {
            File.Delete(Path.Combine(Table, "_delta_log", $"{i:D20}.json"));
        }

        Assert.Equal(["5", "6", "7", "8", "9", "10", "11"], spark.Sql($"SELECT id FROM delta.`{Table}` ORDER BY id"));
        Assert.Equal(["5", "6", "7", "8", "9", "10"], spark.Sql($"SELECT id FROM delta.`{Table}` VERSION AS OF 10 ORDER BY id"));
        Assert.Contains("classes|a,b", spark.Sql($"SHOW TBLPROPERTIES delta.`{Table}`"));
        Assert.Equal(["0"], spark.Sql($"SELECT count(*) FROM delta.`{Table}` WHERE name = 'n4'"));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public void Filters_LoseNoRows(string version)
    {
        // Spark skips files and row groups by their statistics; wrong ones silently lose rows.
        SparkProcess spark = Spark(version);
        string longName = new('x', 40);
        Schema schema = new([new Field("name", StringType.Default, true), new Field("f", FloatType.Default, true), new Field("at", new TimestampType(TimeUnit.Microsecond, "UTC"), true)], null);
        RecordBatch batch = new(
            schema,
            [
                new StringArray.Builder().Append("😀").Append("\uff01").Append(longName).Build(),
                new FloatArray.Builder().Append(1).Append(float.NaN).Append(-2).Build(),
                new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC"))
                    .Append(DateTimeOffset.UnixEpoch.AddTicks(10)).Append(DateTimeOffset.UnixEpoch.AddTicks(-15_000)).Append(DateTimeOffset.UnixEpoch).Build(),
            ],
            3);
        Rows.Write(new DeltaWrite(Table, "app", 1), batch);

        Assert.Equal(["1"], spark.Sql($"SELECT count(*) FROM delta.`{Table}` WHERE name = '😀'"));
        Assert.Equal(["1"], spark.Sql($"SELECT count(*) FROM delta.`{Table}` WHERE name = '\uff01'"));
        Assert.Equal(["2"], spark.Sql($"SELECT count(*) FROM delta.`{Table}` WHERE name > '{longName[..39]}y'"));
        Assert.Equal(["1"], spark.Sql($"SELECT count(*) FROM delta.`{Table}` WHERE name = '{longName}'"));
        Assert.Equal(["1"], spark.Sql($"SELECT count(*) FROM delta.`{Table}` WHERE f > 100"));
        Assert.Equal(["1"], spark.Sql($"SELECT count(*) FROM delta.`{Table}` WHERE at > timestamp_micros(0)"));
        Assert.Equal(["1"], spark.Sql($"SELECT count(*) FROM delta.`{Table}` WHERE at < timestamp_micros(-1000)"));
        Assert.Equal(["true"], spark.Sql($"SELECT isnan(max(f)) FROM delta.`{Table}`"));
    }

    private static (long Id, string? Name, string? Split)[] OddNames { get; } =
    [
        (1, "a", "train"), (2, "b", "a b%/ä"), (3, "c", "a=b:c"), (4, "d", "%20"), (5, "e", "?#[x]{y}"), (6, "f", "日本 😀"), (7, "g", null), (8, "h", "a+b&c'd\"e"),
    ];

    private SparkProcess Spark(string version)
    {
        Assert.SkipWhen(SparkFleet.WhyMissing(version) is not null, SparkFleet.WhyMissing(version) ?? string.Empty);
        return _fleet.Get(version);
    }
}
