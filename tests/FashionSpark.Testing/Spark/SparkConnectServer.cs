using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FashionSpark.Testing.Spark;

/// <summary>A Spark Connect server with Delta Lake on a free loopback port; stopped on dispose, whatever happened.</summary>
public sealed partial class SparkConnectServer : IDisposable
{
    /// <summary>A start takes about ten seconds on two idle cores; builds beside it make it far slower.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(180);

    private const int KeptLines = 400;
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    /// <param name="home">SPARK_HOME.</param>
    /// <param name="options">How it runs.</param>
    public SparkConnectServer(string home, SparkConnectServerOptions options)
    {
        ProcessStartInfo start = new(Path.Combine(home, "bin", "spark-submit"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        foreach (string argument in Arguments(options))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SPARK_HOME"] = home;
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        start.Environment["PYSPARK_PYTHON"] = options.Python;
        start.Environment["PYTHONPATH"] = options.PythonPath ?? string.Empty;
        start.Environment.Remove("SPARK_CONF_DIR");
        start.Environment.Remove("SPARK_REMOTE");
        foreach ((string key, string value) in options.Environment)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _port.TrySetException(new InvalidOperationException("The Spark Connect server ended before it listened."));
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Port = _port.Task.WaitAsync(StartDeadline).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            string log = Log();
            Dispose();
            throw new InvalidOperationException($"{e.Message} Its output:\n{log}", e);
        }
    }

    public int Port { get; }

    /// <summary>Connection string of the server.</summary>
    public string Address => $"sc://127.0.0.1:{Port}";

    /// <summary>The last lines it wrote, for a test that failed.</summary>
    public string Log() => string.Join('\n', _output);

    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(10_000);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private List<string> Arguments(SparkConnectServerOptions options)
    {
        Dictionary<string, string> settings = new()
        {
            ["spark.connect.grpc.binding.port"] = "0",
            ["spark.connect.grpc.binding.address"] = "127.0.0.1",
            ["spark.sql.extensions"] = "io.delta.sql.DeltaSparkSessionExtension",
            ["spark.sql.catalog.spark_catalog"] = "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            ["spark.sql.catalogImplementation"] = "in-memory",
            ["spark.sql.warehouse.dir"] = _folder["warehouse"],
            ["spark.local.dir"] = _folder["local"],
            ["spark.ui.enabled"] = "false",
            ["spark.sql.shuffle.partitions"] = "2",
            ["spark.databricks.delta.snapshotPartitions"] = "1",
            ["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        };
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

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _port.TrySetResult(int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
        }

        _output.Enqueue(line);
        while (_output.Count > KeptLines)
        {
            _output.TryDequeue(out string? _);
        }
    }

    [GeneratedRegex(@"Spark Connect server started at: .*:(\d+)\D*$", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();
}
