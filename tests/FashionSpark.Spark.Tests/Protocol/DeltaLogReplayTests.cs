using FashionSpark.Spark.Tables;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class DeltaLogReplayTests
{
    private const string Metadata =
        """{"metaData":{"id":"1","format":{"provider":"parquet"},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"n\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}}]}","partitionColumns":["n"],"configuration":{"k":"v"}}}""";

    [Fact]
    public void Build_LastWordOfEachWins()
    {
        var replay = new DeltaLogReplay();
        replay.Apply("""{"txn":{"appId":"old","version":5}}""", version: null);
        replay.Apply(Metadata, 0);
        replay.Apply("""{"txn":{"appId":"a","version":1}}""", 0);
        replay.Apply("""{"txn":{"appId":"a","version":2,"lastUpdated":1}}""", 3);
        replay.Apply("""{"commitInfo":{"operation":"WRITE","operationMetrics":{"numOutputRows":"17"}}}""", 3);
        replay.Apply("""{"commitInfo":{"operation":"WRITE"}}""", 4);

        DeltaState state = replay.Build("/t", 4);

        Assert.Equal(new Dictionary<string, long> { ["old"] = 5, ["a"] = 2 }, state.Info.Transactions);
        Assert.Equal(new Dictionary<string, long> { ["a"] = 3 }, state.Commits);
        Assert.Equal(17, Assert.Single(state.RowsWritten).Value);
        Assert.Equal(("n", "v", "n", 4L), (state.Info.Schema.FieldsList[0].Name, state.Info.Properties["k"], state.Info.PartitionColumns[0], state.Info.Version));
    }

    [Fact]
    public void Build_WithoutMetadata_SaysSo() =>
        Assert.Contains("no metaData action", Assert.Throws<TableCorruptException>(() => new DeltaLogReplay().Build("/t", 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void UserMetadata_ComesBack()
    {
        Assert.Equal(("run:stage", 3L), UserMetadata.TryParse(UserMetadata.Write("run:stage", 3)));
        Assert.Null(UserMetadata.TryParse(null));
        Assert.Null(UserMetadata.TryParse("by hand"));
        Assert.Null(UserMetadata.TryParse("{\"other\":1}"));
    }
}
