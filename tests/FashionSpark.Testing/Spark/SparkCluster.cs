using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FashionSpark.Testing.Spark;

/// <summary>A standalone master with workers on free loopback ports; stopped on dispose.</summary>
public sealed partial class SparkCluster : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<WatchedProcess> _processes = [];

    public SparkCluster(string home, int workers = 2)
    {
        try
        {
            const string Master = "org.apache.spark.deploy.master.Master";
            _processes.Add(Start(home, MasterReady(), Master, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
            Address = _processes[0].Ready.Groups[1].Value;
            for (int i = 0; i < workers; i++)
            {
                const string Worker = "org.apache.spark.deploy.worker.Worker";
                _processes.Add(Start(
                    home, WorkerReady(), Worker, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0",
                    "--cores", "2", "--memory", "4g", "--work-dir", _folder[$"worker{i}"], Address));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The master, as <c>--master</c> takes it.</summary>
    public string Address { get; } = string.Empty;

    /// <summary>The last lines of master and workers.</summary>
    public string Log() => string.Join("\n----\n", _processes.Select(process => process.Log()));

    /// <summary>What all executors so far have written to their stderr files, and what workers say to it.</summary>
    public string ExecutorLogs() => string.Join('\n', Directory.EnumerateFiles(_folder.Path, "stderr", SearchOption.AllDirectories).Select(ReadShared));

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        _folder.Dispose();
    }

    /// <summary>Nothing of this machine's own Spark, and nothing beyond loopback.</summary>
    internal static void SetEnvironment(ProcessStartInfo start, string home)
    {
        start.Environment["SPARK_HOME"] = home;
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        start.Environment.Remove("SPARK_CONF_DIR");
        start.Environment.Remove("SPARK_REMOTE");
        start.Environment.Remove("PYTHONPATH");
    }

    private WatchedProcess Start(string home, Regex ready, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(home, "bin", "spark-class"), arguments) { WorkingDirectory = _folder.Path };
        SetEnvironment(start, home);
        start.Environment["SPARK_DAEMON_MEMORY"] = "256m";
        return new WatchedProcess(start, ready);
    }

    [GeneratedRegex(@"Starting Spark master at (spark://[\w.:]+)", RegexOptions.CultureInvariant)]
    private static partial Regex MasterReady();

    [GeneratedRegex("Successfully registered with master", RegexOptions.CultureInvariant)]
    private static partial Regex WorkerReady();
}
