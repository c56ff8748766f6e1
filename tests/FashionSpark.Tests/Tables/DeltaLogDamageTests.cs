using FashionSpark.Engines;
using FashionSpark.Tables;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Tables;

/// <summary>Logs as power losses, full disks, killed writers and other clients leave them: a named error or all rows, never fewer rows.</summary>
public sealed class DeltaLogDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DeltaLogDamageTests()
    {
        for (int i = 0; i < 12; i++)
        {
            Rows.Write(new DeltaWrite(Table, "app", i), Rows.Of((i, $"n{i}", "s")));
        }
    }

    private string Table => _folder["table"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(11, "")]
    [InlineData(11, "\n")]
    [InlineData(11, "{\"commitInfo\":{}}\n{\"add\":{\"path\":\"part-")]
    [InlineData(11, "\0\0\0\0")]
    [InlineData(11, "{\"add\":{\"path\":\"x\"}}\n")]
    public void Open_TornEntry_NamesTheFile(int version, string content)
    {
        File.WriteAllText(Entry(version), content);

        TableCorruptException error = Assert.Throws<TableCorruptException>(() => DeltaTable.Open(Table));

        Assert.Contains(Entry(version), error.Message, StringComparison.Ordinal);
        Assert.Equal(11, Rows.Read(Table, version: 10).Length);
        Assert.Contains(DeltaCheck.Run(Table), finding => finding.Path == Entry(version) && finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void Open_EntryMissingInTheMiddle_NamesTheFile()
    {
        File.Delete(Entry(4));

        Assert.Equal(12, Rows.Read(Table).Length);
        TableCorruptException error = Assert.Throws<TableCorruptException>(() => DeltaTable.Open(Table, 7));
        Assert.Contains(Entry(4), error.Message, StringComparison.Ordinal);
        Assert.Contains(DeltaCheck.Run(Table), finding => finding.Message.Contains("jumps from version 3 to 5", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_EntryMissingAfterCheckpoint_IsAnError()
    {
        Rows.Write(new DeltaWrite(Table, "app", 12), Rows.Of((12, "n", "s")));
        File.Delete(Entry(11));

        Assert.Throws<TableCorruptException>(() => DeltaTable.Open(Table));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"version\": 99, \"size\": 1}")]
    [InlineData("")]
    [InlineData(null)]
    public void Open_GarbageInLastCheckpoint_IsReadAllTheSame(string? content)
    {
        string hint = Path.Combine(Table, "_delta_log", "_last_checkpoint");
        File.Delete(hint);
        if (content is not null)
        {
            File.WriteAllText(hint, content);
        }

        Assert.Equal(12, Rows.Read(Table).Length);
    }

    [Fact]
    public void Open_UnreadableCheckpoint_FallsBackToCommits()
    {
        string checkpoint = Path.Combine(Table, "_delta_log", $"{10:D20}.checkpoint.parquet");
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..100]);

        Assert.Equal(12, Rows.Read(Table).Length);
        Assert.Contains(DeltaCheck.Run(Table), finding => finding.Path == checkpoint && finding.Severity == FindingSeverity.Warning);

        File.Delete(Entry(0));
        Assert.Contains("checkpoint", Assert.Throws<TableCorruptException>(() => DeltaTable.Open(Table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_IncompleteMultiPartCheckpoint_IsIgnored()
    {
        File.WriteAllText(Path.Combine(Table, "_delta_log", $"{11:D20}.checkpoint.{1:D10}.{2:D10}.parquet"), "half");

        Assert.Equal(12, Rows.Read(Table).Length);
    }

    [Fact]
    public void Open_UnknownActionsAndFields_AreIgnored()
    {
        File.AppendAllText(Entry(11), "{\"sidecar\":{\"path\":\"x\"}}\n{\"domainMetadata\":{\"domain\":\"d\",\"new\":[1]}}\n");

        Assert.Equal(12, Rows.Read(Table).Length);
    }

    [Fact]
    public void Open_OnlyTemporaryFiles_IsNoTable()
    {
        string empty = _folder["empty"];
        Directory.CreateDirectory(Path.Combine(empty, "_delta_log"));
        File.WriteAllText(Path.Combine(empty, "_delta_log", "_commit_123.json.tmp"), "{}");
        File.WriteAllText(Path.Combine(empty, "_delta_log", ".tmp-1-00000000000000000000.json"), "{}");

        Assert.False(DeltaTable.Exists(empty));
        Assert.Throws<TableNotFoundException>(() => DeltaTable.Open(empty));
    }

    [Fact]
    public void Open_VersionThatIsNotThere_SaysTheNewest() =>
        Assert.Contains("newest is 11", Assert.Throws<TableNotFoundException>(() => DeltaTable.Open(Table, 12)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"deletionVectors\"],\"writerFeatures\":[\"deletionVectors\"]}}", "deletionVectors")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"fromTheFuture\"],\"writerFeatures\":[\"fromTheFuture\"]}}", "fromTheFuture")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":9,\"minWriterVersion\":9}}", "reader version 9")]
    public void Open_UnknownFeature_IsRefusedByName(string action, string name)
    {
        File.AppendAllText(Entry(11), action + "\n");

        Assert.Contains(name, Assert.Throws<UnsupportedTableException>(() => DeltaTable.Open(Table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WholeTable_FindsNothing() => Assert.Empty(DeltaCheck.Run(Table));

    [Fact]
    public void Check_DamagedMissingAndOrphanFiles_AreAllNamed()
    {
        IReadOnlyList<DeltaFile> files = DeltaTable.Open(Table).Files;
        string torn = Path.Combine(Table, files[0].Path);
        string missing = Path.Combine(Table, files[1].Path);
        string orphan = Path.Combine(Table, "part-of-a-killed-writer.parquet");
        File.Copy(Path.Combine(Table, files[2].Path), orphan);
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..20]);
        File.Delete(missing);

        IReadOnlyList<TableFinding> findings = DeltaCheck.Run(Table);

        Assert.Equal(2, findings.Count(finding => finding.Path == torn));
        Assert.Single(findings, finding => finding.Path == missing && finding.Severity == FindingSeverity.Error);
        Assert.Single(findings, finding => finding.Path == orphan && finding.Severity == FindingSeverity.Warning);
        Assert.Equal(4, findings.Count);
    }

    [Fact]
    public void History_SaysWhatEveryCommitDid()
    {
        Rows.Write(new DeltaWrite(Table, "app", 12, DeltaWriteMode.Overwrite), Rows.Of((1, "a", "s"), (2, "b", "s")));

        IReadOnlyList<HistoryEntry> history = DeltaHistory.Read(Table, limit: 2);

        Assert.Equal(new HistoryEntry(12, new FixedTime().GetUtcNow(), "WRITE", "FashionSpark/0.1.0", 1, 12, 2, 12), history[0]);
        Assert.Equal((11, 1, 0, 1L), (history[1].Version, history[1].FilesAdded, history[1].FilesRemoved, history[1].RowsAdded));
    }

    private string Entry(int version) => Path.Combine(Table, "_delta_log", $"{version:D20}.json");
}
