using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FashionSpark.Testing.Spark;

/// <summary>A Spark Connect server with Delta Lake on a free loopback port; stopped on dispose, whatever happened.</summary>
public sealed partial class SparkConnectServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WatchedProcess _process;

    /// <param name="home">SPARK_HOME.</param>
    /// <param name="options">How it runs.</param>
    public SparkConnectServer(string home, SparkConnectServerOptions options)
    {
        ProcessStartInfo start = new(Path.Combine(home, "bin", "spark-submit")) { WorkingDirectory = _folder.Path };
        foreach (string argument in Arguments(options))
        {
            start.ArgumentList.Add(argument);
        }

        SparkCluster.SetEnvironment(start, home);
        start.Environment["PYSPARK_PYTHON"] = options.Python;
        foreach ((string key, string value) in options.Environment)
        {
            start.Environment[key] = value;
        }

        try
        {
            _process = new WatchedProcess(start, Listening());
        }
        catch
        {
            _folder.Dispose();
            throw;
        }

        Port = int.Parse(_process.Ready.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    public int Port { get; }

    /// <summary>Connection string of the server.</summary>
    public string Address => $"sc://127.0.0.1:{Port}";

    /// <summary>The last lines it wrote, for a test that failed.</summary>
    public string Log() => _process.Log();

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    private List<string> Arguments(SparkConnectServerOptions options)
    {
        Dictionary<string, string> settings = new()
        {
            ["spark.connect.grpc.binding.port"] = "0",
            ["spark.connect.grpc.binding.address"] = "127.0.0.1",
            ["spark.sql.catalogImplementation"] = "in-memory",
            ["spark.sql.warehouse.dir"] = _folder["warehouse"],
            ["spark.local.dir"] = _folder["local"],
            ["spark.ui.enabled"] = "false",
            ["spark.sql.shuffle.partitions"] = "2",
            ["spark.databricks.delta.snapshotPartitions"] = "1",
            ["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            ["spark.executor.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            ["spark.executor.memory"] = "1g",
        };
        if (options.Delta)
        {
            settings["spark.sql.extensions"] = "io.delta.sql.DeltaSparkSessionExtension";
            settings["spark.sql.catalog.spark_catalog"] = "org.apache.spark.sql.delta.catalog.DeltaCatalog";
        }

        foreach ((string key, string value) in options.Settings)
        {
            settings[key] = value;
        }

        List<string> arguments = ["--master", options.Master, "--driver-memory", "1g", "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"];
        foreach ((string key, string value) in settings)
        {
            arguments.AddRange(["--conf", $"{key}={value}"]);
        }

        arguments.Add("spark-internal");
        return arguments;
    }

    [GeneratedRegex(@"Spark Connect server started at: .*:(\d+)\D*$", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();
}
