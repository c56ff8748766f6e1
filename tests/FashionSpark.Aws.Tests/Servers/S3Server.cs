using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Aws.Tests.Servers;

/// <summary>A real S3 server (s3rver on node) on a free port of this machine, started when a test first asks for it.</summary>
public sealed partial class S3Server : IDisposable
{
    /// <summary>Start script of s3rver, from <c>eng/setup-s3rver</c>.</summary>
    public const string Variable = "FASHIONSPARK_S3RVER";

    /// <summary>What s3rver knows its one user by, key and secret alike.</summary>
    public const string Key = "S3RVER";

    private readonly TemporaryFolder _data = new();
    private readonly Lazy<WatchedProcess> _process;
    private readonly Lazy<AmazonS3Client> _client;
    private int _buckets;

    public S3Server()
    {
        SetCredentials(Key);
        _process = new Lazy<WatchedProcess>(Start);
        _client = new Lazy<AmazonS3Client>(() => Connect(Port, Key, Key));
    }

    /// <summary>Why the server cannot be started; null = it can.</summary>
    public static string? WhyMissing => File.Exists(Environment.GetEnvironmentVariable(Variable))
        ? null
        : $"There is no S3 server: {Variable} names no file. Set it from eng/setup-s3rver.";

    public int Port => int.Parse(_process.Value.Ready.Groups["port"].Value, CultureInfo.InvariantCulture);

    public IAmazonS3 Client => _client.Value;

    /// <summary>How the code under test reaches the server, or something in front of it.</summary>
    public S3Options Options(int? port = null) => new() { Endpoint = $"http://127.0.0.1:{port ?? Port}", Region = "eu-central-1", PathStyle = true };

    public static AmazonS3Client Connect(int port, string key, string secret) => new(
        new BasicAWSCredentials(key, secret),
        new AmazonS3Config { ServiceURL = $"http://127.0.0.1:{port}", AuthenticationRegion = "eu-central-1", ForcePathStyle = true, MaxErrorRetry = 1 });

    /// <summary>Where the code under test takes credentials from: the environment, by the SDK's own chain.</summary>
    /// <param name="key">Key and secret; null = none.</param>
    public static void SetCredentials(string? key)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", key);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", key);
    }

    /// <summary>A new, empty bucket.</summary>
    public async Task<string> CreateBucketAsync()
    {
        string bucket = $"bucket-{Interlocked.Increment(ref _buckets)}";
        await Client.PutBucketAsync(bucket);
        return bucket;
    }

    /// <summary>s3rver stores the SDK's chunks as if they were content, so there are none.</summary>
    public Task PutAsync(string bucket, string key, byte[] content) => Client.PutObjectAsync(new PutObjectRequest
    {
        BucketName = bucket,
        Key = key,
        InputStream = new MemoryStream(content),
        UseChunkEncoding = false,
    });

    /// <summary>All files of a folder as objects with the same names below the prefix.</summary>
    public async Task PutFolderAsync(string bucket, string prefix, string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            await PutAsync(bucket, prefix + Path.GetRelativePath(folder, file), await File.ReadAllBytesAsync(file));
        }
    }

    /// <summary>As many objects as wanted, in class folders of a thousand, as copies of the files that hold <c>class0/0.png</c>.</summary>
    public void Multiply(string bucket, int count)
    {
        string[] files = Directory.GetFiles(Path.Combine(_data.Path, bucket, "class0"), "0.png*");
        for (int i = 1; i < count; i++)
        {
            string folder = Path.Combine(_data.Path, bucket, $"class{i / 1000}");
            Directory.CreateDirectory(folder);
            foreach (string file in files)
            {
                File.Copy(file, Path.Combine(folder, $"{i % 1000}.png{Path.GetFileName(file)["0.png".Length..]}"));
            }
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        if (_process.IsValueCreated)
        {
            _process.Value.Dispose();
        }

        _data.Dispose();
    }

    private WatchedProcess Start()
    {
        var start = new ProcessStartInfo("node");

        // Silent: a line of its log costs it as much as the answer. Its tokens of a listing are made with DES, which OpenSSL 3 leaves out unless asked.
        foreach (string argument in (string[])["--openssl-legacy-provider", Environment.GetEnvironmentVariable(Variable)!, "-d", _data.Path, "-a", "127.0.0.1", "-p", "0", "-s"])
        {
            start.ArgumentList.Add(argument);
        }

        return new WatchedProcess(start, ReadyLine());
    }

    [GeneratedRegex(@"S3rver listening on [^:]*:(?<port>\d+)")]
    private static partial Regex ReadyLine();
}
