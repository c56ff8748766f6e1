using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Tables;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Pipeline;

/// <summary>What the local engine does to the files of a prepared set that is brought up to date.</summary>
public sealed class LocalUpdateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LocalEngine _engine = TestEngine.Create();

    public LocalUpdateTests()
    {
        TestPictures.WriteFolder(Photos("train"), classes: 2, perClass: 10);
        TestPictures.WriteFolder(Photos("validation"), classes: 2, perClass: 3, seed: 500);
        TestPictures.WriteFolder(Photos("test"), classes: 2, perClass: 4, seed: 1000);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OnlyTheFilesConcernedAreWrittenAnew()
    {
        await PrepareAsync("run1");
        string[] before = Files();
        File.Delete(Photos("test", "class0", "0.png"));

        PrepareResult second = await PrepareAsync("run2");

        Assert.Equal((1, 33, 33L, 0L, 0L, 1L), (second.DataVersion, second.Prepared, second.Unchanged, second.Added, second.Changed, second.Removed));
        string[] gone = [.. before.Except(Files())];
        Assert.Single(gone);
        Assert.StartsWith("split=test/", gone[0], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder["data"], gone[0])), "older versions need the file");
    }

    [Fact]
    public async Task StoppedBeforeTheCommit_NothingIsSeen_AndNoFileIsLeft()
    {
        await PrepareAsync("run1");
        string[] before = Files();
        Directory.Delete(Photos("train", "class1"), recursive: true);

        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => PrepareAsync("run2"));

        Assert.Contains("no training images of class 'class1'", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        Assert.Equal(before.Length, Directory.EnumerateFiles(_folder["data"], "*.parquet", SearchOption.AllDirectories).Count());
    }

    private string Photos(params string[] parts) => _folder[["photos", .. parts]];

    private Task<PrepareResult> PrepareAsync(string runId)
    {
        var options = new PrepareOptions { Source = _folder["photos"], Out = _folder["data"], Size = 32, Partitions = 3 };
        var context = new PipelineContext { Engine = _engine, Warehouse = _folder["warehouse"], RunId = runId, Time = new FixedTime() };
        return PrepareStage.RunAsync(context, options, CancellationToken.None);
    }

    private string[] Files() => [.. DeltaTable.Open(_folder["data"]).Files.Select(file => file.Path)];
}
