using FashionSpark.Engines;
using FashionSpark.Tables;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Tables;

public sealed class DeltaWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Table => _folder["table"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commit_NewTable_RowsComeBack()
    {
        DeltaWrite write = new(Table, "app", 1) { PartitionBy = ["split"], Properties = new Dictionary<string, string> { ["classes"] = "10" } };

        long version = Rows.Write(write, Rows.Of((1, "a", "train"), (2, null, "train"), (3, "ü", null), (4, "", "a b%/ä")));

        Assert.Equal(0, version);
        Assert.Equal(["1|a|train", "2|null|train", "3|ü|null", "4||a b%/ä"], Rows.Read(Table));
        Assert.Equal(["1|a|train", "2|null|train"], Rows.Read(Table, filter: new PartitionFilter("split", ["train"])));
        DeltaSnapshot snapshot = DeltaTable.Open(Table);
        Assert.Equal("10", snapshot.Properties["classes"]);
        Assert.Equal(1, snapshot.Transactions["app"]);
        Assert.Equal(["split"], snapshot.PartitionColumns);
        Assert.Equal(4, snapshot.Files.Sum(file => file.Rows));
    }

    [Fact]
    public void Commit_SameTransactionAgain_WritesNothing()
    {
        Rows.Write(new DeltaWrite(Table, "app", 1), Rows.Of((1, "a", "s")));
        Rows.Write(new DeltaWrite(Table, "other", 1), Rows.Of((2, "b", "s")));

        long again = Rows.Write(new DeltaWrite(Table, "app", 1), Rows.Of((1, "a", "s")));

        Assert.Equal(0, again);
        Assert.Equal(1, DeltaTable.Open(Table).Version);
        Assert.Equal(2, Rows.Read(Table).Length);
    }

    [Fact]
    public void Commit_TwentyFiveTimes_CheckpointsAreReadAndOldVersionsToo()
    {
        for (int i = 0; i < 25; i++)
        {
            Rows.Write(new DeltaWrite(Table, "app", i) { PartitionBy = ["split"] }, Rows.Of((i, $"n{i}", "s")));
        }

        Assert.True(File.Exists(Path.Combine(Table, "_delta_log", "00000000000000000020.checkpoint.parquet")));
        for (int i = 0; i < 20; i++)
        {
            File.Delete(Path.Combine(Table, "_delta_log", $"{i:D20}.json"));
        }

        Assert.Equal(25, Rows.Read(Table).Length);
        Assert.Equal(11, Rows.Read(Table, version: 10).Length);
        Assert.Equal(24, DeltaTable.Open(Table).Transactions["app"]);
    }

    [Fact]
    public void Commit_Overwrite_ReplacesRowsAndKeepsOldVersion()
    {
        Rows.Write(new DeltaWrite(Table, "app", 1), Rows.Of((1, "a", "s")));

        Rows.Write(new DeltaWrite(Table, "app", 2, DeltaWriteMode.Overwrite), Rows.Of((2, "b", "s")));

        Assert.Equal(["2|b|s"], Rows.Read(Table));
        Assert.Equal(["1|a|s"], Rows.Read(Table, version: 0));
        Assert.Single(DeltaTable.Open(Table).Tombstones);
    }
}
