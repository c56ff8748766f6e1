using System.Diagnostics;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Engines;
using static FashionSpark.Testing.Engines.TestFunctions;

namespace FashionSpark.Tests.Local;

/// <summary>What the local engine promises beyond others: rows come while a partition still runs, files in order, nothing left. The rest is in FashionSpark.Engines.Tests.</summary>
public sealed class LocalEngineTests
{
    [Fact]
    public async Task CollectAsync_ReaderStopsEarly_PartitionsStopToo()
    {
        IDataset endless = Engine().FromRows(Rows(4), 4).MapPartitions(Spec("endless"));

        await foreach (RecordBatch batch in endless.CollectAsync(null, CancellationToken.None))
        {
            Assert.Equal(1, batch.Length);
            break;
        }
    }

    [Fact]
    public async Task CollectAsync_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        IAsyncEnumerable<RecordBatch> endless = Engine().FromRows(Rows(4), 2).MapPartitions(Spec("endless")).CollectAsync(null, cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RecordBatch batch in endless)
            {
                await cancel.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task CollectAsync_FunctionThrows_IsOneTypeOfException()
    {
        PartitionFailedException e = await Assert.ThrowsAsync<PartitionFailedException>(
            () => Engine().FromRows(Rows(10), 2).MapPartitions(Spec("fail")).CollectAsync());

        Assert.StartsWith("Partition function 'fail' failed on partition 1: InvalidOperationException: no 7s here", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteDeltaAsync_PartitionFails_NoFileIsLeft()
    {
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<PartitionFailedException>(() =>
            Engine().FromRows(Rows(10), 2).MapPartitions(Spec("fail")).WriteDeltaAsync(new DeltaWrite(folder["t"], "app", 1), null, CancellationToken.None));

        Assert.Empty(Directory.Exists(folder["t"]) ? Directory.GetFiles(folder["t"], "*.parquet", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task ReadParquet_GivesTheRowsInOrder()
    {
        using var folder = new TemporaryFolder();
        await Engine().FromRows(Rows(50), 3).WriteParquetAsync(folder["p"], null, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 50), Numbers(await Engine().ReadParquet(folder["p"]).CollectAsync()));
    }

    [Fact]
    public async Task ReadBinaryFiles_GivesEveryFileInOrdinalOrder()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["a", "b"]);
        File.WriteAllText(folder["a", "b", "2.txt"], "two");
        File.WriteAllText(folder["a", "1.txt"], "one");
        File.WriteAllText(folder["Z.txt"], "");

        List<RecordBatch> rows = await Engine().ReadBinaryFiles(folder.Path, 2).CollectAsync();

        Assert.Equal(["Z.txt", "a/1.txt", "a/b/2.txt"], rows.Texts("path").Select(p => Path.GetRelativePath(folder.Path, p!)));
        Assert.Equal([0L, 3L, 3L], rows.SelectMany(b => Enumerable.Range(0, b.Length).Select(r => b.Column<Int64Array>("length").GetValue(r)!.Value)));
    }

    /// <summary>Nobody writes into the pipe: whoever opened it would wait for ever.</summary>
    [Fact]
    public async Task ReadBinaryFiles_Pipe_IsAnEmptyFile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes as files are made with mkfifo.");
        using var folder = new TemporaryFolder();
        using (Process make = Process.Start("mkfifo", folder["pipe.jpg"]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        List<RecordBatch> rows = await Engine().ReadBinaryFiles(folder.Path, 1).CollectAsync();

        Assert.Equal(0, rows.Single().Column<BinaryArray>("content").GetBytes(0).Length);
        Assert.False(rows.Single().Column<BinaryArray>("content").IsNull(0));
    }

    private static LocalEngine Engine() => new(new PartitionFunctionRegistry().AddTestFunctions(), parallelism: 2, new FixedTime());
}
