using FashionSpark.Engines;
using FashionSpark.Tables;
using FashionSpark.Testing;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Tests.Tables;

/// <summary>What stock Spark with Delta Lake wrote, read and continued here.</summary>
public sealed class SparkWritesTests : IDisposable
{
    private readonly SparkFleet _fleet;
    private readonly TemporaryFolder _folder = new();

    public SparkWritesTests(SparkFleet fleet) => _fleet = fleet;

    private string Table => _folder["table"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public void AllTypes_AreRead(string version)
    {
        SparkProcess spark = Spark(version);
        spark.Sql($"""
            CREATE TABLE delta.`{Table}` USING delta AS SELECT * FROM VALUES
            (X'00ff', true, 1Y, 2S, 3, 4L, float(0.5), 0.25D, DATE'2026-01-02', TIMESTAMP'2026-01-02 03:04:05.000006', 'größe 😀', array(float(1.5), null, float(-2)), array('a', null, ''), CAST(12.34 AS DECIMAL(10,2))),
            (X'', false, -128Y, -32768S, -2147483648, -9223372036854775808L, float('NaN'), double('-Infinity'), DATE'1901-12-14', timestamp_micros(-1), '', array(), array(), CAST(-0.01 AS DECIMAL(10,2))),
            (null, null, null, null, null, null, null, null, null, null, null, null, null, null)
            AS t(bin, flag, i8, i16, i32, i64, f32, f64, day, at, name, list, words, number)
            """);

        Assert.Equal(
            [
                "00ff|true|1|2|3|4|0.5|0.25|2026-01-02|1767323045000006us|größe 😀|[1.5,null,-2]|[a,null,]|12.34",
                "null|null|null|null|null|null|null|null|null|null|null|null|null|null",
                "|false|-128|-32768|-2147483648|-9223372036854775808|NaN|-Infinity|1901-12-14|-1us||[]|[]|-0.01",
            ],
            Rows.Read(Table));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public void CheckpointsDeletesAndOddPartitions_AreRead_AndAppendedTo(string version)
    {
        SparkProcess spark = Spark(version);
        spark.Sql($"CREATE TABLE delta.`{Table}` (id BIGINT, name STRING, split STRING) USING delta PARTITIONED BY (split) TBLPROPERTIES ('delta.checkpointInterval' = '5')");
        spark.Sql($"INSERT INTO delta.`{Table}` VALUES (1, 'a', 'a b%/ä'), (2, 'b', '日=:?'), (3, 'c', null), (4, 'd', 'a b%/ä')");
        spark.Sql($"DELETE FROM delta.`{Table}` WHERE id = 4");
        spark.Sql($"UPDATE delta.`{Table}` SET name = 'B' WHERE id = 2");
        foreach (int id in Enumerable.Range(5, 4))
        {
            spark.Sql($"INSERT INTO delta.`{Table}` VALUES ({id}, 'n', 's')");
        }

        string[] expected = ["1|a|a b%/ä", "2|B|日=:?", "3|c|null", "5|n|s", "6|n|s", "7|n|s", "8|n|s"];
        Assert.True(File.Exists(Path.Combine(Table, "_delta_log", $"{5:D20}.checkpoint.parquet")));
        Assert.Equal(expected, Rows.Read(Table));
        Assert.Equal(["1|a|a b%/ä", "2|b|日=:?", "3|c|null", "4|d|a b%/ä"], Rows.Read(Table, version: 1));
        foreach (int i in Enumerable.Range(0, 5))
        {
            File.Delete(Path.Combine(Table, "_delta_log", $"{i:D20}.json"));
        }

        Assert.Equal(expected, Rows.Read(Table));
        Assert.Equal(1, DeltaTable.Open(Table).Tombstones.Count(file => file.Path.Contains('日')));

        DeltaWrite write = new(Table, "fs", 7) { PartitionBy = ["split"] };
        for (int i = 0; i < 3; i++)
        {
            Rows.Write(write with { TxnVersion = 7 + i }, Rows.Of((100 + i, "ours", "a b%/ä")));
        }

        spark.Sql($"INSERT INTO delta.`{Table}` VALUES (200, 'after', 's')");
        Assert.Equal(["11"], spark.Sql($"SELECT count(*) FROM delta.`{Table}`"));
        Assert.Equal(["1", "100", "101", "102"], spark.Sql($"SELECT id FROM delta.`{Table}` WHERE split = 'a b%/ä' ORDER BY id"));
        Assert.Equal(11, Rows.Read(Table).Length);
        Assert.Equal(9, DeltaTable.Open(Table).Transactions["fs"]);
    }

    [Theory]
    [InlineData("snappy", "v1")]
    [InlineData("gzip", "v1")]
    [InlineData("lz4_raw", "v1")]
    [InlineData("uncompressed", "v1")]
    [InlineData("zstd", "v2")]
    [InlineData("snappy", "v2")]
    [InlineData("uncompressed", "v2")]
    public void CodecsAndPageVersions_AreRead(string codec, string pages)
    {
        SparkProcess spark = Spark("4.1");
        string folder = _folder["parquet"];

        // Compared with what Spark computes, not with what it reads: Spark 4.1.1 itself reads the binary column of
        // uncompressed V2 pages wrongly.
        string[] expected = spark.Python($"""
            frame = spark.range(3000).coalesce(1).selectExpr("id", "if(id % 7 = 0, null, concat('n', id % 50)) as name", "cast(id * 0.5 as float) as f", "if(id % 3 = 0, null, id % 5) as small", "id % 2 = 0 as even", "unhex(if(id % 11 = 0, null, hex(id))) as bin")
            frame = frame if "{pages}" == "v1" else frame.drop("even")
            frame.write.option("compression", "{codec}").option("parquet.writer.version", "{pages}").parquet("{folder}")
            rows = frame.orderBy("id").collect()
            """);
        using ParquetFileReader reader = new(Directory.GetFiles(folder, "*.parquet").Single());

        string[] rows = [.. reader.Read(reader.Schema, maxRows: 100).SelectMany(Rows.Text)];

        Assert.Equal(expected.Select(row => row.Replace(".0|", "|", StringComparison.Ordinal)), rows);
    }

    [Fact]
    public void PagesV2_WithBooleansOrLists_AreRefusedAndNotReadWrong()
    {
        SparkProcess spark = Spark("4.1");
        foreach (string column in new[] { "id % 2 = 0 as even", "array(id) as ids" })
        {
            string folder = _folder[column[^3..]];
            spark.Python($"""
                spark.range(100).coalesce(1).selectExpr("{column}").write.option("parquet.writer.version", "v2").parquet("{folder}")
                """);
            using ParquetFileReader reader = new(Directory.GetFiles(folder, "*.parquet").Single());

            Assert.Throws<UnsupportedTableException>(() => reader.Read(reader.Schema).ToArray());
        }
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public void Transactions_CountOnBothSides(string version)
    {
        SparkProcess spark = Spark(version);
        Rows.Write(new DeltaWrite(Table, "job", 3), Rows.Of((1, "a", "s")));

        string append = "spark.range(5).selectExpr('id', 'cast(null as string) name', \"'x' split\").write.format('delta').mode('append').option('txnAppId', 'job').option('txnVersion', {0}).save('{1}')";
        spark.Python(append.Replace("{0}", "3", StringComparison.Ordinal).Replace("{1}", Table, StringComparison.Ordinal));
        Assert.Equal(["1"], spark.Sql($"SELECT count(*) FROM delta.`{Table}`"));
        spark.Python(append.Replace("{0}", "4", StringComparison.Ordinal).Replace("{1}", Table, StringComparison.Ordinal));

        Assert.Equal(1, Rows.Write(new DeltaWrite(Table, "job", 4), Rows.Of((9, "again", "s"))));
        Assert.Equal(6, Rows.Read(Table).Length);
    }

    [Theory]
    [InlineData("3.5", "'delta.enableDeletionVectors' = 'true'", "deletionVectors")]
    [InlineData("4.1", "'delta.enableDeletionVectors' = 'true'", "deletionVectors")]
    [InlineData("3.5", "'delta.columnMapping.mode' = 'name'", "columnMapping")]
    [InlineData("4.1", "'delta.columnMapping.mode' = 'name'", "columnMapping")]
    [InlineData("4.1", "'delta.checkpointPolicy' = 'v2'", "v2Checkpoint")]
    public void TableWithFeature_IsRefusedByName(string version, string property, string feature)
    {
        SparkProcess spark = Spark(version);
        spark.Sql($"CREATE TABLE delta.`{Table}` USING delta TBLPROPERTIES ({property}) AS SELECT id FROM range(10)");

        UnsupportedTableException error = Assert.Throws<UnsupportedTableException>(() => DeltaTable.Open(Table));

        Assert.Contains($"'{feature}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("4.1")]
    public void TableWithConstraint_IsReadButNotWritten(string version)
    {
        SparkProcess spark = Spark(version);
        spark.Sql($"CREATE TABLE delta.`{Table}` (id BIGINT, name STRING, split STRING) USING delta");
        spark.Sql($"INSERT INTO delta.`{Table}` VALUES (1, 'a', 's')");
        spark.Sql($"ALTER TABLE delta.`{Table}` ADD CONSTRAINT positive CHECK (id > 0)");

        Assert.Equal(["1|a|s"], Rows.Read(Table));
        UnsupportedTableException error = Assert.Throws<UnsupportedTableException>(() => Rows.Write(new DeltaWrite(Table, "fs", 1), Rows.Of((-1, "a", "s"))));
        Assert.Contains("positive", error.Message, StringComparison.Ordinal);
    }

    private SparkProcess Spark(string version)
    {
        Assert.SkipWhen(SparkFleet.WhyMissing(version) is not null, SparkFleet.WhyMissing(version) ?? string.Empty);
        return _fleet.Get(version);
    }
}
