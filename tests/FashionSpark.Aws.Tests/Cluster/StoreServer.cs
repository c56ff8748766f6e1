using FashionSpark.Spark;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Aws.Tests.Cluster;

/// <summary>
/// A real Spark whose file system of <c>s3a://</c> is one that Hadoop brings along for stores under another name: a bucket's folder
/// lies on this disk. So what is asked of Spark, and what comes back, is as with S3A, and no AWS credentials are anywhere.
/// </summary>
internal sealed class StoreServer : IDisposable
{
    private readonly SparkConnectFleet _fleet = new();
    private readonly SparkConnectServer _server;
    private readonly SparkDoor _door;

    /// <param name="version">Of Spark, such as <c>4.1</c>; it must not be missing.</param>
    /// <param name="door">How executors reach .NET.</param>
    /// <param name="bucket">Name of a bucket.</param>
    /// <param name="prefix">A folder in it, one name.</param>
    /// <param name="folder">What it holds.</param>
    public StoreServer(string version, SparkDoor door, string bucket, string prefix, string folder)
    {
        _door = door;
        _server = _fleet.Get(version, "store", () => new SparkConnectServerOptions
        {
            Python = AwsEngines.ExecutableOf(door),
            Environment = new Dictionary<string, string> { ["PYTHONPATH"] = PythonHome.Path ?? "" },
            Settings = new Dictionary<string, string>
            {
                ["spark.hadoop.fs.s3a.impl"] = "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme",
                [$"spark.hadoop.fs.viewfs.mounttable.{bucket}.link./{prefix}"] = new Uri(folder).AbsoluteUri,
            },
        });
    }

    public Task<SparkEngine> ConnectAsync() => AwsEngines.ConnectAsync(_server, _door);

    public void Dispose() => _fleet.Dispose();
}
