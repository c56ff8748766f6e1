using System.Diagnostics;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Cli.Tests.Submit;

/// <summary>What tests on Spark share, made when first asked for: a standalone cluster a version, and the worker that trains.</summary>
public sealed class SparkSites : IDisposable
{
    private readonly Dictionary<string, SparkCluster> _clusters = [];
    private readonly Lock _lock = new();
    private readonly Lazy<string> _worker = new(BuildWorker);

    /// <summary>The training flavour of the worker.</summary>
    public string Worker => _worker.Value;

    public static string Home(string version)
    {
        if (SparkFleet.WhyMissing(version) is string why)
        {
            Assert.Skip(why);
        }

        return SparkHomes.Find(version)!.Value.Home;
    }

    public SparkCluster Cluster(string version)
    {
        string home = Home(version);
        lock (_lock)
        {
            return _clusters.TryGetValue(home, out SparkCluster? cluster) ? cluster : _clusters[home] = new SparkCluster(home, workers: 1);
        }
    }

    public void Dispose()
    {
        foreach (SparkCluster cluster in _clusters.Values)
        {
            cluster.Dispose();
        }
    }

    /// <summary>Not the build of ./test, which has no libtorch; in a folder of its own, so that neither build disturbs the other.</summary>
    private static string BuildWorker()
    {
        string artifacts = Path.Combine(Repository.Root, "artifacts", "training-worker");
        var start = new ProcessStartInfo("dotnet",
        [
            "build", "src/FashionSpark.Worker", "-c", "Release", "-m:1", "-nodeReuse:false", "--nologo", "-v", "quiet", "-p:WorkerTorch=true",
            "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", "-p:GenerateDocumentationFile=false", "-p:EnforceCodeStyleInBuild=false", $"-p:ArtifactsPath={artifacts}",
        ])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The worker does not build:\n{output}");
        return Path.Combine(artifacts, "bin", "FashionSpark.Worker", "release", "fashionspark-worker");
    }
}
