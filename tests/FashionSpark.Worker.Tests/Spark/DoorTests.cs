using FashionSpark.Testing.Spark;

namespace FashionSpark.Worker.Tests.Spark;

/// <summary>Both doors on real Spark of both versions: the JVM starts our executable, or stock Python with our module.</summary>
public sealed class DoorTests : IClassFixture<DoorSparks>
{
    public static readonly TheoryData<string, string> Doors = new() { { "3.5", "direct" }, { "3.5", "bridge" }, { "4.1", "direct" }, { "4.1", "bridge" } };

    private const string Identity = """{"name":"identity","options":{}}""";

    private const string Statistics = """{"name":"pixel-statistics","options":{}}""";

    private readonly DoorSparks _sparks;

    public DoorTests(DoorSparks sparks) => _sparks = sparks;

    [Theory]
    [MemberData(nameof(Doors))]
    public void Identity_returns_100_000_rows(string version, string door)
    {
        SparkProcess spark = _sparks.Get(version, door);

        string[] rows = spark.Python($"frame = rows_of(100000, 300, 4)\nrows = [summary(frame), summary(map_partitions(frame, '{door}', '{Identity}'))]");

        Assert.StartsWith("100000|4999950000|", rows[0], StringComparison.Ordinal);
        Assert.Equal(rows[0], rows[1]);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void Empty_partitions_partitions_of_one_row_and_rows_of_20_MB_pass(string version, string door)
    {
        SparkProcess spark = _sparks.Get(version, door);

        string[] rows = spark.Python($"""
            few = rows_of(3, 10, 5)
            large = rows_of(2, 20 << 20, 2)
            rows = [summary(few), summary(map_partitions(few, '{door}', '{Identity}')), summary(large), summary(map_partitions(large, '{door}', '{Identity}'))]
            """);

        Assert.Equal((rows[0], rows[2]), (rows[1], rows[3]));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void A_function_that_reads_all_and_then_answers_works(string version, string door)
    {
        SparkProcess spark = _sparks.Get(version, door);
        string[] rows = spark.Python($"""
            from pyspark.sql.types import _parse_datatype_string
            pixels = rows_of(2000, 3, 3).selectExpr("'train' as split", "cast(id % 2 as int) as label", "1 as channels", "data as pixels")
            schema = _parse_datatype_string("split string not null, label int not null, channel int not null, images bigint not null, values bigint not null, sum bigint not null, sum_squares bigint not null")
            rows = map_partitions(pixels, '{door}', '{Statistics}', schema).groupBy("label").agg(expr("sum(images)"), expr("sum(values)")).orderBy("label").collect()
            """);

        Assert.Equal(["0|1000|3000", "1|1000|3000"], rows);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void An_exception_in_CSharp_reaches_the_user_with_its_stack(string version, string door)
    {
        SparkProcess spark = _sparks.Get(version, door);

        string text = string.Join('\n', spark.Python($"rows = [(error_of('{door}', rows_of(10, 10, 2), '{Statistics}'),)]"));

        Assert.Contains("FashionSpark.InvalidInputException: The rows have no column 'split' of type utf8; they have: id int64, data binary.", text, StringComparison.Ordinal);
        Assert.Contains("in partition function 'pixel-statistics', partition ", text, StringComparison.Ordinal);
        Assert.Contains("PixelStatisticsFunction.OutputSchema", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void A_worker_killed_in_mid_task_costs_a_retry_not_the_job(string version, string door)
    {
        SparkProcess spark = _sparks.Get(version, door);

        string[] rows = spark.Python($"frame = rows_of(300000, 3000, 4)\nrows = [summary(frame)] + killed_in_mid_task('{door}', frame, '{Identity}')");

        Assert.Equal("true", rows[1]);
        Assert.Equal(rows[0], rows[2]);
    }
}
