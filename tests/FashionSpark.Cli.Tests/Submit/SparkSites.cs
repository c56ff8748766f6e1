using System.Diagnostics;
using FashionSpark.Testing;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Cli.Tests.Submit;

/// <summary>What tests on Spark share, made when first asked for: standalone clusters, servers, and the published worker.</summary>
public sealed class SparkSites : IDisposable
{
    private readonly Dictionary<string, SparkCluster> _clusters = [];
    private readonly Dictionary<(string, string), SparkConnectServer> _servers = [];
    private readonly Lock _lock = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _archive;

    public SparkSites() => _archive = new Lazy<string>(Publish);

    /// <summary>A worker that trains.</summary>
    public static string Worker { get; } = Path.Combine(AppContext.BaseDirectory, "fashionspark-test-worker");

    /// <summary>The archive that eng/publish-worker makes.</summary>
    public string Archive => _archive.Value;

    public static string Home(string version)
    {
        if (SparkFleet.WhyMissing(version) is string why)
        {
            Assert.Skip(why);
        }

        return SparkHomes.Find(version)!.Value.Home;
    }

    /// <summary>Cores for a server of each door and a job by spark-submit at once: two each.</summary>
    public SparkCluster Cluster(string version)
    {
        string home = Home(version);
        lock (_lock)
        {
            return _clusters.TryGetValue(home, out SparkCluster? cluster) ? cluster : _clusters[home] = new SparkCluster(home, workers: 3);
        }
    }

    /// <summary>A Connect server that runs anyway, on the version's cluster.</summary>
    public SparkConnectServer Server(string version, string door)
    {
        Assert.SkipWhen(door == "bridge" && PythonHome.Path is null, PythonHome.Missing);
        string master = Cluster(version).Address;
        lock (_lock)
        {
            return _servers.TryGetValue((version, door), out SparkConnectServer? server) ? server : _servers[(version, door)] = new SparkConnectServer(Home(version), new SparkConnectServerOptions
            {
                Master = master,
                Python = door == "direct" ? Worker : PythonHome.Executable,
                Settings = new Dictionary<string, string> { ["spark.cores.max"] = "2", ["spark.executorEnv.PYTHONPATH"] = PythonHome.Path ?? "" },
            });
        }
    }

    public void Dispose()
    {
        foreach (SparkConnectServer server in _servers.Values)
        {
            server.Dispose();
        }

        foreach (SparkCluster cluster in _clusters.Values)
        {
            cluster.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>As a user makes it, in a folder of its own.</summary>
    private string Publish()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "publish-worker"), ["--out", _folder["worker"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The worker cannot be published:\n{output}{error.Result}");
        Assert.Matches(@"^folder   .+ \((self-contained|framework-dependent), \d+ MB\)\narchive  .+ \(\d+ MB\)\n$", output);
        return _folder["fashionspark-worker.tar.gz"];
    }
}
