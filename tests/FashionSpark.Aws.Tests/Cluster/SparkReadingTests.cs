using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.S3;
using FashionSpark.Spark;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Aws.Tests.Cluster;

/// <summary>Sources in S3 that Spark reads itself, where nobody has AWS credentials.</summary>
public sealed class SparkReadingTests : IDisposable
{
    /// <summary>Every character that Spark's paths, Hadoop's and URLs take for something else.</summary>
    private const string Odd = "50% [a]{b}*?+é%20#&=;'\\";

    private readonly S3Server _s3;
    private readonly TemporaryFolder _folder = new();

    public SparkReadingTests(S3Server s3)
    {
        Assert.SkipUnless(S3Server.WhyMissing is null, S3Server.WhyMissing ?? "");
        _s3 = s3;
        S3Server.SetCredentials(null);
    }

    public void Dispose()
    {
        S3Server.SetCredentials(S3Server.Key);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("3.5", SparkDoor.Bridge)]
    [InlineData("4.1", SparkDoor.Direct)]
    public async Task Prepare_TheClusterHasAFileSystem_TheSameRowsAsAFolder(string version, SparkDoor door)
    {
        string? missing = AwsEngines.WhyMissing(version, door);
        Assert.SkipUnless(missing is null, missing ?? "");
        string photos = WritePhotos();
        string bucket = await _s3.CreateBucketAsync();
        using var server = new StoreServer(version, door, bucket, "p", _folder["bucket"]);
        await using SparkEngine spark = await server.ConnectAsync();
        await using LocalEngine local = AwsEngines.Local();
        string source = $"s3://{bucket}/p/{Odd}";
        var notes = new Notes();

        PrepareResult byFolder = await PrepareAsync(local, photos, null, "folder", "run-folder", notes);
        File.WriteAllBytes(Path.Combine(photos, "train", "class0", "empty.png"), []);
        PrepareResult bySpark = await PrepareAsync(spark, source, null, "s3", "run-spark", notes);

        Assert.Equal((50, 2), (bySpark.Prepared, bySpark.Quarantined));
        Assert.Equal(byFolder.Prepared, bySpark.Prepared);
        Assert.Contains($"S3 is read by Spark itself, as s3a://{bucket}/p/{Odd}.", notes.All);
        Assert.Equal(await TableRows.ReadAsync(_folder["folder"]), await TableRows.ReadAsync(_folder["s3"]));
        Assert.Equal(await QuarantineAsync("run-folder"), await QuarantineAsync("run-spark"));

        // The next prepare is by our reader, from an S3 server with the same objects: no image has changed, but it has seen the empty one.
        S3Server.SetCredentials(S3Server.Key);
        await _s3.PutFolderAsync(bucket, $"p/{Odd}/", photos);
        PrepareResult byUs = await PrepareAsync(local, source, _s3.Options(), "s3", "run-us", notes);
        Assert.Equal((true, 3), (byUs.UpToDate, byUs.Quarantined));

        File.WriteAllBytes(Path.Combine(photos, "train", "class0", "_hidden.png"), TestPictures.Png(502));
        await TellsWhatIsThereAsync(spark, bucket);
        await EndsWhereAnObjectIsGoneAsync(spark, source, photos);
    }

    /// <summary>Between the listing of a prepare and its reading. Our reader would put it into quarantine, but Spark does not let us know.</summary>
    private async Task EndsWhereAnObjectIsGoneAsync(SparkEngine spark, string source, string photos)
    {
        var progress = new Notes
        {
            OnStage = stage =>
            {
                if (stage == PrepareStage.Name)
                {
                    File.Delete(Path.Combine(photos, "train", "class0", "1.png"));
                }
            },
        };

        var error = await Assert.ThrowsAsync<DatasetException>(() => PrepareAsync(spark, source, null, "gone", "run-gone", progress));

        Assert.Contains($"Did '{source}' change while it was read? Run again.", error.Message, StringComparison.Ordinal);
        Assert.Equal(51, (await PrepareAsync(spark, source, null, "gone", "run-again", new Notes())).Listed);
    }

    private static async Task TellsWhatIsThereAsync(SparkEngine spark, string bucket)
    {
        async Task<IReadOnlyDictionary<string, long>?> Count(string address) =>
            await spark.CountFilesAsync(address, 2, NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Null(await Count($"s3://{bucket}/p"));
        Assert.Null(await Count("abfs://container@account.example/p"));
        Assert.Empty((await Count($"s3a://{bucket}/p/nothing"))!);
        Assert.Contains("viewfs://nowhere", (await Assert.ThrowsAsync<RemoteStoreException>(() => Count("viewfs://nowhere/p"))).Message, StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, long> { [$"{Odd}/train"] = 52 }, await Count($"s3a://{bucket}/p"));
    }

    /// <summary>Two of its files cannot be used, and one is hidden.</summary>
    private string WritePhotos()
    {
        string photos = _folder["bucket", Odd];
        TestPictures.WriteFolder(Path.Combine(photos, "train"), classes: 2, perClass: 24);
        Directory.CreateDirectory(Path.Combine(photos, "train", Odd));
        File.WriteAllBytes(Path.Combine(photos, "train", Odd, $"{Odd}.png"), TestPictures.Png(500));
        File.WriteAllBytes(Path.Combine(photos, "train", Odd, "2.png"), TestPictures.Png(501));
        File.WriteAllText(Path.Combine(photos, "train", "class0", "broken.png"), "no picture");
        File.WriteAllText(Path.Combine(photos, "train", "loose.png"), "in no class");
        File.WriteAllText(Path.Combine(photos, "train", "class0", ".hidden"), "left out");
        return photos;
    }

    private async Task<List<string>> QuarantineAsync(string run) =>
        [.. (await TableRows.ReadAsync(_folder["warehouse", ResultTables.Quarantine], "recorded_at")).Where(row => row.Contains(run, StringComparison.Ordinal)).Select(row => row.Replace(run, "", StringComparison.Ordinal))];

    private async Task<PrepareResult> PrepareAsync(IEngine engine, string source, S3Options? s3, string data, string run, IRunProgress progress)
    {
        var context = new PipelineContext
        {
            Engine = engine,
            Warehouse = _folder["warehouse"],
            RunId = run,
            Time = new FixedTime(),
            Progress = progress,
            Sources = new ImageSources(new S3ImageKind()),
        };
        return await PrepareStage.RunAsync(
            context, new PrepareOptions { Source = source, S3 = s3, Out = _folder[data], Size = 16 }, TestContext.Current.CancellationToken);
    }
}
