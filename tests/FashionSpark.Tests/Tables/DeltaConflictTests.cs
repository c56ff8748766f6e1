using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using FashionSpark.Tables;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Tables;

/// <summary>Writes that meet another writer, a table they do not fit, or an error.</summary>
public sealed class DeltaConflictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Table => _folder["table"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_AfterConcurrentAppend_TakesTheNextVersion()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));

        Assert.Equal(2, CommitAfter(new DeltaWrite(Table, "b", 0), () => Rows.Write(new DeltaWrite(Table, "c", 0), Rows.Of((1, "c", "s")))));

        Assert.Equal(3, Rows.Read(Table).Length);
    }

    [Fact]
    public void Append_SameTransactionMeanwhile_WritesNothing()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));

        Assert.Equal(1, CommitAfter(new DeltaWrite(Table, "b", 5), () => Rows.Write(new DeltaWrite(Table, "b", 5), Rows.Of((9, "x", "s")))));

        Assert.Equal(["0|a|s", "9|x|s"], Rows.Read(Table));
        Assert.Empty(DeltaCheck.Run(Table));
    }

    [Fact]
    public void Overwrite_AfterConcurrentAppend_Conflicts()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));

        Assert.Throws<CommitConflictException>(() => CommitAfter(
            new DeltaWrite(Table, "b", 0, DeltaWriteMode.Overwrite), () => Rows.Write(new DeltaWrite(Table, "c", 0), Rows.Of((1, "c", "s")))));

        Assert.Equal(["0|a|s", "1|c|s"], Rows.Read(Table));
        Assert.Empty(DeltaCheck.Run(Table));
    }

    [Fact]
    public void Append_AfterConcurrentOverwrite_Follows()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));

        CommitAfter(new DeltaWrite(Table, "b", 0), () => Rows.Write(new DeltaWrite(Table, "c", 0, DeltaWriteMode.Overwrite), Rows.Of((1, "c", "s"))));

        Assert.Equal(["1|c|s", "7|ours|s"], Rows.Read(Table));
    }

    [Fact]
    public void Append_AfterConcurrentProperties_Conflicts()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));

        Assert.Throws<CommitConflictException>(() => CommitAfter(
            new DeltaWrite(Table, "b", 0),
            () => DeltaTable.SetProperties(Table, new Dictionary<string, string> { ["k"] = "v" }, new FixedTime(), CancellationToken.None)));
    }

    [Fact]
    public void Create_AfterConcurrentCreate_GoesIntoThatTable()
    {
        Assert.Equal(1, CommitAfter(new DeltaWrite(Table, "b", 0), () => Rows.Write(new DeltaWrite(Table, "c", 0), Rows.Of((1, "c", "s")))));

        Assert.Equal(["1|c|s", "7|ours|s"], Rows.Read(Table));
    }

    [Fact]
    public void SetProperties_Twice_CommitsOnce()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));
        Dictionary<string, string> properties = new() { ["stats.mean"] = "0.5" };

        Assert.Equal(1, DeltaTable.SetProperties(Table, properties, new FixedTime(), CancellationToken.None));
        Assert.Equal(1, DeltaTable.SetProperties(Table, properties, new FixedTime(), CancellationToken.None));
        Assert.Equal("0.5", DeltaTable.Open(Table).Properties["stats.mean"]);
        Assert.Empty(DeltaTable.Open(Table, 0).Properties);
        Assert.Throws<InvalidInputException>(() => DeltaTable.SetProperties(
            Table, new Dictionary<string, string> { ["delta.columnMapping.mode"] = "name" }, new FixedTime(), CancellationToken.None));
    }

    [Fact]
    public void Overwrite_OfAppendOnlyTable_IsRefused()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0) { Properties = new Dictionary<string, string> { ["delta.appendOnly"] = "true" } }, Rows.Of((0, "a", "s")));

        Assert.Throws<InvalidInputException>(() => Rows.Write(new DeltaWrite(Table, "a", 1, DeltaWriteMode.Overwrite), Rows.Of((1, "b", "s"))));

        Assert.Equal(["0|a|s"], Rows.Read(Table));
        Assert.Empty(DeltaCheck.Run(Table));
    }

    [Fact]
    public void Write_OtherTypeOrColumnOrPartition_NamesThem()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));
        Schema otherType = new([new Field("id", StringType.Default, true), .. Rows.Schema.FieldsList.Skip(1)], null);
        Schema moreColumns = new([.. Rows.Schema.FieldsList, new Field("extra", StringType.Default, true)], null);

        Assert.Contains("has column 'id' as ", Refusal(new DeltaWrite(Table, "a", 1), otherType), StringComparison.Ordinal);
        Assert.Contains("'extra'", Refusal(new DeltaWrite(Table, "a", 1), moreColumns), StringComparison.Ordinal);
        Assert.Contains("(split)", Refusal(new DeltaWrite(Table, "a", 1) { PartitionBy = ["split"] }, Rows.Schema), StringComparison.Ordinal);
        Assert.Contains("'nowhere'", Refusal(new DeltaWrite(_folder["new"], "a", 1) { PartitionBy = ["nowhere"] }, Rows.Schema), StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesNothing()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));
        using (DeltaWriter writer = new(new DeltaWrite(Table, "b", 0), Rows.Schema, new FixedTime()))
        {
            using DeltaPartitionWriter completed = writer.OpenPartition();
            completed.Write(Rows.Of((1, "b", "s")));
            completed.Complete();
            writer.OpenPartition().Write(Rows.Of((2, "c", "s")));
        }

        Assert.Equal(0, DeltaTable.Open(Table).Version);
        Assert.Single(Directory.GetFiles(Table, "*.parquet"));
    }

    [Fact]
    public void Commit_LogCannotBeWritten_DeletesFilesAndNamesThePath()
    {
        // A full disk shows itself in the same place: the log entry cannot be made. A folder in its way stands in for it.
        Rows.Write(new DeltaWrite(Table, "a", 0), Rows.Of((0, "a", "s")));
        using (DeltaWriter writer = new(new DeltaWrite(Table, "b", 0), Rows.Schema, new FixedTime()))
        {
            using DeltaPartitionWriter partition = writer.OpenPartition();
            partition.Write(Rows.Of((1, "b", "s")));
            partition.Complete();
            Directory.Move(Path.Combine(Table, "_delta_log"), _folder["aside"]);
            File.WriteAllText(Path.Combine(Table, "_delta_log"), "a file");
            IOException error = Assert.ThrowsAny<IOException>(() => writer.Commit(CancellationToken.None));
            Assert.Contains(Table, error.Message, StringComparison.Ordinal);
        }

        Assert.Single(Directory.GetFiles(Table, "*.parquet"));
        File.Delete(Path.Combine(Table, "_delta_log"));
        Directory.Move(_folder["aside"], Path.Combine(Table, "_delta_log"));
        Assert.Equal(["0|a|s"], Rows.Read(Table));
    }

    [Fact]
    public void Commit_CheckpointCannotBeWritten_CommitsAllTheSame()
    {
        Rows.Write(new DeltaWrite(Table, "a", 0) { Properties = new Dictionary<string, string> { ["delta.checkpointInterval"] = "1" } }, Rows.Of((0, "a", "s")));
        Directory.CreateDirectory(Path.Combine(Table, "_delta_log", $"{1:D20}.checkpoint.parquet"));

        Assert.Equal(1, Rows.Write(new DeltaWrite(Table, "a", 1), Rows.Of((1, "b", "s"))));

        Assert.Equal(2, Rows.Read(Table).Length);
    }

    [Fact]
    public void Commit_Cancelled_WritesNothing()
    {
        using (DeltaWriter writer = new(new DeltaWrite(Table, "b", 0), Rows.Schema, new FixedTime()))
        {
            using DeltaPartitionWriter partition = writer.OpenPartition();
            partition.Write(Rows.Of((1, "b", "s")));
            partition.Complete();
            Assert.Throws<OperationCanceledException>(() => writer.Commit(new CancellationToken(canceled: true)));
        }

        Assert.False(DeltaTable.Exists(Table));
        Assert.Empty(Directory.GetFiles(Table, "*.parquet"));
    }

    private static long CommitAfter(DeltaWrite write, Action meanwhile)
    {
        using DeltaWriter writer = new(write, Rows.Schema, new FixedTime());
        using DeltaPartitionWriter partition = writer.OpenPartition();
        partition.Write(Rows.Of((7, "ours", "s")));
        partition.Complete();
        meanwhile();
        return writer.Commit(CancellationToken.None);
    }

    private static string Refusal(DeltaWrite write, Schema schema) =>
        Assert.Throws<InvalidInputException>(() => new DeltaWriter(write, schema, new FixedTime())).Message;
}
