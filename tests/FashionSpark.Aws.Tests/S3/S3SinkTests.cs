using System.Text.Json;
using Amazon.S3.Model;
using Apache.Arrow;
using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.S3;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Aws.Tests.S3;

public sealed class S3SinkTests : IDisposable
{
    private readonly S3Server _server;
    private readonly TemporaryFolder _folder = new();

    public S3SinkTests(S3Server server)
    {
        Assert.SkipUnless(S3Server.WhyMissing is null, S3Server.WhyMissing ?? "");
        _server = server;
        SinkSample.Write(_folder);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_AJobWithASink_TheFoldersHoldWhatTheRunLeft()
    {
        string bucket = await _server.CreateBucketAsync();

        JobResult result = await RunAsync(bucket);

        Assert.Equal($"s3://{bucket}/shop", result.Publish!.Sink);
        Assert.Equal((40, 16, 1), (result.Publish.Rows["images"], result.Publish.Rows["predictions"], result.Publish.Rows["quarantine"]));
        List<RecordBatch> images = await ReadAsync(bucket, $"shop/images/data=data/version={result.Prepare!.DataVersion}-{result.RunId}/");
        Assert.Equal(
            (await TableRows.ReadAsync(_folder["data"])).Select(Pixels).Order(StringComparer.Ordinal),
            images.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => Convert.ToHexString(batch.Column<BinaryArray>("pixels").GetBytes(row)))).Order(StringComparer.Ordinal));
        Assert.All(images, batch => Assert.All(Enumerable.Range(0, batch.Length), row => Assert.Equal($"class{batch.Column<Int32Array>("label").GetValue(row)}", batch.Column<StringArray>("class").GetString(row))));
        Assert.Equal(["unknown-format"], Texts(await ReadAsync(bucket, $"shop/quarantine/run={result.RunId}/"), "reason"));
        Assert.Equal(16, (await ReadAsync(bucket, $"shop/predictions/run={result.RunId}/")).Sum(batch => batch.Length));
        foreach ((string table, long rows) in result.Publish.Rows)
        {
            Assert.Equal((table, rows), (table, (await ManifestsAsync(bucket, table)).Single().Rows));
        }
    }

    [Fact]
    public async Task Run_TheStageAgain_WhatIsWholeIsNotWritten_AndWhatIsNotIsWrittenAnew()
    {
        string bucket = await _server.CreateBucketAsync();
        JobResult first = await RunAsync(bucket);
        string images = $"shop/images/data=data/version={first.Prepare!.DataVersion}-{first.RunId}/";
        string predictions = $"shop/predictions/run={first.RunId}/";
        string part = (await KeysAsync(bucket, images)).First(key => key.EndsWith(".parquet", StringComparison.Ordinal));
        await _server.Client.DeleteObjectAsync(bucket, part, TestContext.Current.CancellationToken);
        await _server.Client.DeleteObjectAsync(bucket, predictions + S3Sink.ManifestName, TestContext.Current.CancellationToken);
        await _server.PutAsync(bucket, predictions + "part-00077-000.parquet", [1]);

        PublishResult again = await PublishAsync(bucket, first);

        Assert.Equal(first.Publish!.Rows, again.Rows);
        Assert.DoesNotContain(part, await KeysAsync(bucket, images));
        Assert.Equal(16, (await ReadAsync(bucket, predictions)).Sum(batch => batch.Length));
        Assert.DoesNotContain(predictions + "part-00077-000.parquet", await KeysAsync(bucket, predictions));
    }

    [Fact]
    public async Task Run_TheNextVersion_HasAFolderOfItsOwn()
    {
        string bucket = await _server.CreateBucketAsync();
        await RunAsync(bucket);
        File.Delete(_folder["photos", "train", "class0", "0.png"]);
        await RunAsync(bucket);

        Assert.Equal([39, 40], (await ManifestsAsync(bucket, "images")).Select(manifest => manifest.Rows).Order());
        Assert.Equal([16, 16], (await ManifestsAsync(bucket, "predictions")).Select(manifest => manifest.Rows));
    }

    [Fact]
    public async Task Run_TheConnectionCutInMidObject_EveryRowOnce()
    {
        string bucket = await _server.CreateBucketAsync();
        using var proxy = new CuttingProxy(_server.Port, bytesToServer: 20_000);

        JobResult result = await RunAsync(bucket, proxy.Port);

        Assert.Equal(40, result.Publish!.Rows["images"]);
        Assert.Equal(40, (await ReadAsync(bucket, "shop/images/")).Sum(batch => batch.Length));
        Assert.True(proxy.Cuts > 0);
    }

    [Fact]
    public async Task Run_NoPermission_SaysWhichItTakes_AndNothingIsWhole()
    {
        string bucket = await _server.CreateBucketAsync();
        using var proxy = new AnsweringProxy(_server.Port, line => line.StartsWith("PUT ", StringComparison.Ordinal), 1000, "403 Forbidden", "AccessDenied");

        var error = await Assert.ThrowsAsync<RemoteStoreException>(() => RunAsync(bucket, proxy.Port));

        Assert.Contains("it takes s3:PutObject on its objects", error.Message, StringComparison.Ordinal);
        Assert.Empty(await KeysAsync(bucket, ""));
    }

    [Fact]
    public async Task Run_AReaderForASink_IsRefused()
    {
        SinkOptions sink = Sink("bucket") with { S3 = new S3Options { Reader = S3Reader.Own } };

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => SinkSample.RunAsync(_folder, new S3SinkKind(), sink));

        Assert.Equal("sink.s3.reader is Own; expected none: a sink is written by our own writer.", error.Message);
    }

    private Task<JobResult> RunAsync(string bucket, int? port = null) => SinkSample.RunAsync(_folder, new S3SinkKind(), Sink(bucket, port));

    private Task<PublishResult> PublishAsync(string bucket, JobResult result) => SinkSample.PublishAsync(_folder, new S3SinkKind(), Sink(bucket), result);

    private SinkOptions Sink(string bucket, int? port = null) => new() { To = $"s3://{bucket}/shop/", Images = true, S3 = _server.Options(port) };

    private async Task<List<string>> KeysAsync(string bucket, string prefix)
    {
        ListObjectsV2Response page = await _server.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = prefix }, TestContext.Current.CancellationToken);
        return [.. (page.S3Objects ?? []).Select(item => item.Key)];
    }

    private async Task<List<S3Manifest>> ManifestsAsync(string bucket, string table)
    {
        var manifests = new List<S3Manifest>();
        foreach (string key in (await KeysAsync(bucket, $"shop/{table}/")).Where(key => key.EndsWith(S3Sink.ManifestName, StringComparison.Ordinal)))
        {
            using GetObjectResponse answer = await _server.Client.GetObjectAsync(bucket, key, TestContext.Current.CancellationToken);
            manifests.Add((await JsonSerializer.DeserializeAsync<S3Manifest>(answer.ResponseStream, SpecJson.Options, TestContext.Current.CancellationToken))!);
        }

        return manifests;
    }

    private async Task<List<RecordBatch>> ReadAsync(string bucket, string prefix)
    {
        await using LocalEngine engine = AwsEngines.Local();
        var batches = new List<RecordBatch>();
        foreach (string key in (await KeysAsync(bucket, prefix)).Where(key => key.EndsWith(".parquet", StringComparison.Ordinal)))
        {
            string file = _folder[$"{Guid.NewGuid():N}.parquet"];
            using (GetObjectResponse answer = await _server.Client.GetObjectAsync(bucket, key, TestContext.Current.CancellationToken))
            {
                await answer.WriteResponseStreamToFileAsync(file, append: false, TestContext.Current.CancellationToken);
            }

            batches.AddRange(await engine.ReadParquet(file).CollectAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        }

        return batches;
    }

    private static List<string> Texts(List<RecordBatch> batches, string column) =>
        [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => batch.Column<StringArray>(column).GetString(row)))];

    private static string Pixels(string row) => row[(row.IndexOf("pixels=", StringComparison.Ordinal) + 7)..row.IndexOf(" source=", StringComparison.Ordinal)];
}
