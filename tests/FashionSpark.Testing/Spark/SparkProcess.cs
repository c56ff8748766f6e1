using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace FashionSpark.Testing.Spark;

/// <summary>
/// A PySpark driver with Delta Lake that runs SQL and Python one request at a time; see spark_session.py. Python is
/// started and starts spark-submit itself: the other way round spark-submit keeps stdin from it.
/// </summary>
public sealed class SparkProcess : IDisposable
{
    /// <summary>The system's own: Spark's zip files need no package besides.</summary>
    private const string Python3 = "/usr/bin/python3";

    /// <summary>A start takes about ten seconds on two idle cores; builds beside it make it far slower.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan RequestDeadline = TimeSpan.FromSeconds(90);
    private readonly Lock _lock = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly BlockingCollection<string> _answers = [];
    private readonly Process _process;

    /// <param name="version">Full version.</param>
    /// <param name="home">Its home.</param>
    /// <param name="master">Where tasks run; <c>local[2,4]</c> = two at a time, four tries each.</param>
    public SparkProcess(string version, string home, string master = "local[1]")
    {
        ProcessStartInfo start = new(Python3, ["-u", Path.Combine(AppContext.BaseDirectory, "Spark", "spark_session.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment["PYSPARK_SUBMIT_ARGS"] = string.Join(' ', Arguments(version, home, master).Select(argument => $"'{argument}'"));
        start.Environment["PYTHONPATH"] = string.Join(':', Directory.GetFiles(Path.Combine(home, "python", "lib"), "*.zip"));
        start.Environment["SPARK_HOME"] = home;
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        start.Environment["PYSPARK_PYTHON"] = Python3;
        start.Environment["PYSPARK_DRIVER_PYTHON"] = Python3;
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.Environment.Remove("SPARK_CONF_DIR");
        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
        _process.OutputDataReceived += (_, line) => Receive(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            _ = Answer("start", StartDeadline);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs one SQL statement; each row as its values' text separated by bars.</summary>
    /// <exception cref="InvalidOperationException">Spark reports an error, ended or took too long; its words are in the message.</exception>
    public string[] Sql(string statement) => Request("sql", statement);

    /// <summary>Runs Python with <c>spark</c> in scope; it may set <c>rows</c>.</summary>
    /// <inheritdoc cref="Sql"/>
    public string[] Python(string code) => Request("python", code);

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit(10_000);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }

        _process.Dispose();
        _answers.Dispose();
        _folder.Dispose();
    }

    private List<string> Arguments(string version, string home, string master)
    {
        Dictionary<string, string> settings = new()
        {
            ["spark.sql.extensions"] = "io.delta.sql.DeltaSparkSessionExtension",
            ["spark.sql.catalog.spark_catalog"] = "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            ["spark.sql.catalogImplementation"] = "in-memory",
            ["spark.sql.warehouse.dir"] = _folder["warehouse"],
            ["spark.jars.ivy"] = _folder["ivy"],
            ["spark.local.dir"] = _folder["local"],
            ["spark.ui.enabled"] = "false",
            ["spark.sql.shuffle.partitions"] = "1",
            ["spark.databricks.delta.snapshotPartitions"] = "1",
            ["spark.sql.session.timeZone"] = "UTC",
            ["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        };
        List<string> arguments = ["--master", master, "--driver-memory", "1g"];
        if (!Directory.EnumerateFiles(Path.Combine(home, "jars"), "delta-spark*.jar").Any() && SparkHomes.DeltaCoordinates(version) is string coordinates)
        {
            arguments.AddRange(["--packages", coordinates]);
        }

        foreach ((string key, string value) in settings)
        {
            arguments.AddRange(["--conf", $"{key}={value}"]);
        }

        arguments.Add("pyspark-shell");
        return arguments;
    }

    private string[] Request(string kind, string text)
    {
        lock (_lock)
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(new Dictionary<string, string> { [kind] = text }));
            _process.StandardInput.Flush();
            return Answer(text, RequestDeadline);
        }
    }

    private string[] Answer(string what, TimeSpan deadline)
    {
        if (!_answers.TryTake(out string? line, deadline))
        {
            throw new InvalidOperationException(
                $"Spark did not answer to '{what}' {(_process.HasExited ? $"and ended with {_process.ExitCode}" : $"in {deadline.TotalSeconds} s")}. Its output:\n{string.Join('\n', _output)}");
        }

        using JsonDocument answer = JsonDocument.Parse(line);
        return answer.RootElement.TryGetProperty("error", out JsonElement error)
            ? throw new InvalidOperationException($"Spark failed at '{what}':\n{error.GetString()}")
            : [.. answer.RootElement.GetProperty("rows").EnumerateArray().Select(row => string.Join('|', row.EnumerateArray().Select(cell => cell.GetString())))];
    }

    private void Receive(string? line)
    {
        const string Prefix = "@fs ";
        if (line is null)
        {
            // The end of its output: whoever waits need not wait for the deadline.
            _answers.CompleteAdding();
        }
        else if (line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            _answers.Add(line[Prefix.Length..]);
        }
        else
        {
            Keep(line);
        }
    }

    private void Keep(string? line)
    {
        const int KeptLines = 200;
        if (line is not null)
        {
            _output.Enqueue(line);
            while (_output.Count > KeptLines)
            {
                _output.TryDequeue(out string? _);
            }
        }
    }
}
