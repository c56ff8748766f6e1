namespace FashionSpark.Testing.Spark;

/// <summary>One Connect server a version and way of running, started when first asked for and shared by all tests; an assembly fixture.</summary>
public sealed class SparkConnectFleet : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, string), Lazy<SparkConnectServer>> _servers = [];
    private readonly Dictionary<string, Lazy<SparkCluster>> _clusters = [];

    /// <summary>The server of a version such as <c>3.5</c>.</summary>
    /// <param name="version">Version; it must not be missing (<see cref="SparkFleet.WhyMissing"/>).</param>
    /// <param name="kind">Name of the way it runs; the same name means the same server.</param>
    /// <param name="options">How it runs, where it is not running yet.</param>
    public SparkConnectServer Get(string version, string kind, Func<SparkConnectServerOptions> options)
    {
        (string full, string home) = SparkHomes.Find(version) ?? throw new InvalidOperationException(SparkFleet.WhyMissing(version));
        Lazy<SparkConnectServer>? server;
        lock (_lock)
        {
            if (!_servers.TryGetValue((full, kind), out server))
            {
                _servers.Add((full, kind), server = new Lazy<SparkConnectServer>(() => new SparkConnectServer(home, options())));
            }
        }

        return server.Value;
    }

    /// <summary>The standalone cluster of a version: two workers that can each hold two applications.</summary>
    public SparkCluster GetCluster(string version)
    {
        (string full, string home) = SparkHomes.Find(version) ?? throw new InvalidOperationException(SparkFleet.WhyMissing(version));
        Lazy<SparkCluster>? cluster;
        lock (_lock)
        {
            if (!_clusters.TryGetValue(full, out cluster))
            {
                _clusters.Add(full, cluster = new Lazy<SparkCluster>(() => new SparkCluster(home)));
            }
        }

        return cluster.Value;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (Lazy<SparkConnectServer> server in _servers.Values.Where(server => server.IsValueCreated))
            {
                server.Value.Dispose();
            }

            foreach (Lazy<SparkCluster> cluster in _clusters.Values.Where(cluster => cluster.IsValueCreated))
            {
                cluster.Value.Dispose();
            }
        }
    }
}
