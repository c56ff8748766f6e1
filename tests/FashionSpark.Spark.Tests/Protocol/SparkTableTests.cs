using FashionSpark.Spark.Tables;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class SparkTableTests
{
    [Theory]
    [InlineData("main.fashion.runs", "`main`.`fashion`.`runs`")]
    [InlineData("fashion.runs", "`fashion`.`runs`")]
    [InlineData("main.fashion/runs", "`main`.`fashion`.`runs`")]
    [InlineData("/data/run`s", "delta.`/data/run``s`")]
    [InlineData("s3://bucket/runs", "delta.`s3://bucket/runs`")]
    [InlineData("/data/main.fashion/runs", "delta.`/data/main.fashion/runs`")]
    public void Sql_OfNamesAndPaths(string text, string expected) => Assert.Equal(expected, SparkTable.Parse(text).Sql);

    [Fact]
    public void RelativePath_IsBelowTheCurrentFolder()
    {
        Assert.Equal(Path.GetFullPath("out/runs"), SparkTable.Parse("out/runs").Text);
        Assert.Equal(Path.GetFullPath("out.d/a.b/runs"), SparkTable.Parse("out.d/a.b/runs").Text);
        Assert.Equal(Path.GetFullPath("runs"), SparkTable.Parse("runs").Text);
    }

    [Fact]
    public void Pattern_MatchesOnlyThePathItself() => Assert.Equal(@"/a \[1\]\*/\{b\}\?", SparkTable.Pattern("/a [1]*/{b}?"));

    [Theory]
    [InlineData("00000000000000000012.json", 12L)]
    [InlineData("00000000000000000010.checkpoint.parquet", 10L)]
    [InlineData("_last_checkpoint", null)]
    [InlineData("x.json", null)]
    public void VersionOf_LogFiles(string file, long? version) => Assert.Equal(version, DeltaLogReplay.VersionOf(file));
}
