using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Datasets;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.S3;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Aws.Tests.S3;

public sealed class S3JobTests : IDisposable
{
    private readonly S3Server _server;
    private readonly TemporaryFolder _folder = new();

    public S3JobTests(S3Server server)
    {
        Assert.SkipUnless(S3Server.WhyMissing is null, S3Server.WhyMissing ?? "");
        _server = server;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The job as a file has it, with the keys that the command has as flags.</summary>
    [Fact]
    public async Task Run_AJobFile_LeavesNoCredentialsBehind()
    {
        string bucket = await _server.CreateBucketAsync();
        TestPictures.WriteFolder(_folder["photos"], classes: 2, perClass: 4);
        await _server.PutFolderAsync(bucket, "", _folder["photos"]);
        File.WriteAllText(_folder["job.json"], $$"""
            {
                "job": "nightly", "warehouse": "{{_folder["warehouse"]}}",
                "prepare": {
                    "source": "s3://{{bucket}}/", "out": "{{_folder["data"]}}", "size": 16,
                    "s3": { "endpoint": "http://127.0.0.1:{{_server.Port}}", "region": "eu-central-1", "pathStyle": true }
                }
            }
            """);
        await using LocalEngine engine = S3Prepare.Engine();

        JobResult result = await new JobRunner([], new ImageSources(new S3ImageKind()))
            .RunAsync(JobFile.Read(_folder["job.json"], []), engine, NoProgress.Instance, new FixedTime(), TestContext.Current.CancellationToken);

        Assert.Equal(8, result.Prepare!.Prepared);
        List<string> runs = await TableRows.ReadAsync(_folder["warehouse", ResultTables.Runs]);
        Assert.All(runs, row => Assert.Contains($"s3://{bucket}\"", row, StringComparison.Ordinal));
        Assert.All(runs, row => Assert.DoesNotContain(S3Server.Key, row, StringComparison.Ordinal));
    }
}
