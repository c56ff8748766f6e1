using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Datasets.Remote;
using FashionSpark.Pipeline;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Aws.Tests.S3;

public sealed class S3PrepareTests : IDisposable
{
    private readonly S3Server _server;
    private readonly TemporaryFolder _photos = new();

    public S3PrepareTests(S3Server server)
    {
        Assert.SkipUnless(S3Server.WhyMissing is null, S3Server.WhyMissing ?? "");
        _server = server;
    }

    public void Dispose() => _photos.Dispose();

    [Fact]
    public async Task Prepare_TheSameImagesAsAFolder_TheSameRows()
    {
        TestPictures.WriteCloth(_photos.Path);
        File.WriteAllText(_photos["train", "class0", "broken.png"], "no picture");
        File.WriteAllText(_photos["train", "loose.png"], "in no class");
        File.WriteAllText(_photos["train", "class1", ".hidden"], "left out");
        File.WriteAllBytes(_photos["train", "class1", "empty.png"], []);
        string bucket = await UploadAsync("photos/2026/");
        using var prepare = new S3Prepare(_server.Options());

        PrepareResult s3 = await prepare.RunAsync($"s3://{bucket}/photos/2026", "s3");
        PrepareResult folder = await prepare.RunAsync(_photos.Path, "folder", "folder-run");

        Assert.Equal(folder.Listed, s3.Listed);
        Assert.Equal((96, 3), (s3.Prepared, s3.Quarantined));
        Assert.Equal(await TableRows.ReadAsync(prepare.Folder["folder"]), await TableRows.ReadAsync(prepare.Folder["s3"]));
        List<string> quarantine = await TableRows.ReadAsync(prepare.Folder["warehouse", ResultTables.Quarantine], "run_id", "recorded_at");
        Assert.Equal(6, quarantine.Count);
        Assert.All(quarantine.Index().Where(row => row.Index % 2 == 0), row => Assert.Equal(row.Item, quarantine[row.Index + 1]));
    }

    [Fact]
    public async Task Prepare_EveryObjectIsFetchedOnce_AndNothingIsLeftOnTheDisk()
    {
        TestPictures.WriteFolder(_photos.Path, classes: 3, perClass: 8);
        string bucket = await UploadAsync("");
        using var proxy = new AnsweringProxy(_server.Port, _ => false, 0, "", "");
        using var prepare = new S3Prepare(_server.Options(proxy.Port));

        await prepare.RunAsync($"s3://{bucket}");

        // 24 objects, and one listing.
        Assert.Equal(24 + 1, proxy.Passed);
        Assert.Empty(Directory.EnumerateFiles(SpoolFolder.DefaultRoot, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Prepare_Again_TakesWhatWasAddedReplacedAndRemoved()
    {
        TestPictures.WriteFolder(_photos.Path, classes: 2, perClass: 10);
        string bucket = await UploadAsync("clothes/");
        using var prepare = new S3Prepare(_server.Options());
        string source = $"s3://{bucket}/clothes/";
        await prepare.RunAsync(source);
        await _server.PutAsync(bucket, "clothes/class0/new.png", TestPictures.Png(100));
        await _server.PutAsync(bucket, "clothes/class0/0.png", TestPictures.Png(101));
        await _server.Client.DeleteObjectAsync(bucket, "clothes/class1/9.png", TestContext.Current.CancellationToken);

        PrepareResult second = await prepare.RunAsync(source, run: "run2");
        PrepareResult third = await prepare.RunAsync(source, run: "run3");

        Assert.Equal((20, 18, 2, 0, 2), (second.Prepared, second.Unchanged, second.Added, second.Changed, second.Removed));
        Assert.True(third.UpToDate);
        Assert.Equal(second.DataVersion, third.DataVersion);
    }

    [Fact]
    public async Task Prepare_SlowDown_IsAskedAgain()
    {
        TestPictures.WriteFolder(_photos.Path, classes: 2, perClass: 3);
        string bucket = await UploadAsync("");
        using var proxy = new AnsweringProxy(_server.Port, line => line.Contains(".png", StringComparison.Ordinal), 3, "503 Slow Down", "SlowDown");
        using var prepare = new S3Prepare(_server.Options(proxy.Port));

        PrepareResult result = await prepare.RunAsync($"s3://{bucket}");

        Assert.Equal((6, 3), (result.Prepared, proxy.Answered));
    }

    [Theory]
    [InlineData("403 Forbidden", "AccessDenied", "s3:GetObject")]
    [InlineData("400 Bad Request", "ExpiredToken", "expired")]
    public async Task Prepare_RefusedInMidJob_NamesTheObjectAndWhatItTakes(string status, string code, string wanted)
    {
        TestPictures.WriteFolder(_photos.Path, classes: 2, perClass: 3);
        string bucket = await UploadAsync("");
        using var proxy = new AnsweringProxy(_server.Port, line => line.Contains("class1/1.png", StringComparison.Ordinal), 100, status, code);
        using var prepare = new S3Prepare(_server.Options(proxy.Port));

        var error = await Assert.ThrowsAsync<RemoteStoreException>(() => prepare.RunAsync($"s3://{bucket}"));

        Assert.Contains($"s3://{bucket}/class1/1.png", error.Message, StringComparison.Ordinal);
        Assert.Contains(wanted, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(prepare.Folder["data"]));
    }

    [Fact]
    public async Task Prepare_NothingThere_SaysWhat()
    {
        string bucket = await _server.CreateBucketAsync();
        await _server.PutAsync(bucket, "one/x.png", TestPictures.Png(1));
        using var prepare = new S3Prepare(_server.Options());

        var missing = await Assert.ThrowsAsync<DatasetException>(() => prepare.RunAsync("s3://no-such-bucket/x"));
        var empty = await Assert.ThrowsAsync<DatasetException>(() => prepare.RunAsync($"s3://{bucket}/other"));
        var oneClass = await Assert.ThrowsAsync<DatasetException>(() => prepare.RunAsync($"s3://{bucket}"));

        Assert.Equal("'s3://no-such-bucket/x': there is no such bucket. Is the name right, and the endpoint?", missing.Message);
        Assert.Equal($"Source 's3://{bucket}/other' has no objects. Expected train/<class>/<image> or <class>/<image> below it.", empty.Message);
        Assert.StartsWith($"'s3://{bucket}' has 1 class folder(s)", oneClass.Message, StringComparison.Ordinal);
    }

    private async Task<string> UploadAsync(string prefix)
    {
        string bucket = await _server.CreateBucketAsync();
        await _server.PutFolderAsync(bucket, prefix, _photos.Path);
        return bucket;
    }
}
