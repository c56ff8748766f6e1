using System.Diagnostics;
using FashionSpark.Cli.Tests.EndToEnd;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;

namespace FashionSpark.Cli.Tests.Submit;

/// <summary>Runs jobs/fashionspark_submit.py by spark-submit with the built command, in a folder with a tiny data set.</summary>
internal sealed class SubmitRunner : IDisposable
{
    public const int TrainImages = 300;
    public const int TestImages = 60;

    private readonly string? _home;

    /// <param name="home">SPARK_HOME; null = no Spark is started.</param>
    public SubmitRunner(string? home)
    {
        _home = home;
        TinyIdx.Write(Folder["source"], TrainImages, TestImages);
        Command = Folder["fashionspark"];
        WriteCommand(BuiltCommand.Script);
    }

    public static string Launcher { get; } = Path.Combine(Repository.Root, "jobs", "fashionspark_submit.py");

    public static string JobFile { get; } = Path.Combine(Repository.Root, "jobs", "fashion-mnist.json");

    public TemporaryFolder Folder { get; } = new();

    /// <summary>What FASHIONSPARK_COMMAND names.</summary>
    public string Command { get; set; }

    public string Master { get; set; } = "local[1]";

    /// <summary>Of spark-submit; null = not set.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>File in the folder that a shell sends both streams to; null = none.</summary>
    public string? Log { get; set; }

    public Dictionary<string, string> Settings { get; } = new()
    {
        ["spark.ui.enabled"] = "false",
        ["spark.sql.shuffle.partitions"] = "2",
        ["spark.databricks.delta.snapshotPartitions"] = "1",
        ["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        ["spark.executor.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        ["spark.executor.memory"] = "1g",
        ["spark.cores.max"] = "2",
    };

    /// <summary>Puts a shell script in the command's place.</summary>
    public void WriteCommand(string script)
    {
        File.WriteAllText(Command, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public async Task<CliOutcome> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        return await BuiltCommand.FinishAsync(process);
    }

    public Process Start(params string[] arguments)
    {
        string[] command = _home is null
            ? [PythonHome.Executable, Launcher, .. arguments]
            : [Path.Combine(_home, "bin", "spark-submit"), .. SparkArguments(), Launcher, .. arguments];
        ProcessStartInfo start = Log is null
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("sh", ["-c", $"exec \"$0\" \"$@\" > {Log} 2>&1", .. command]);
        start.WorkingDirectory = Folder.Path;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (string variable in new[] { "SPARK_CONF_DIR", "SPARK_REMOTE", "PYTHONPATH", "FASHIONSPARK_WORKER", "FASHIONSPARK_FIND_WORKER" })
        {
            start.Environment.Remove(variable);
        }

        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        start.Environment["PYSPARK_PYTHON"] = PythonHome.Executable;
        start.Environment["PYSPARK_DRIVER_PYTHON"] = PythonHome.Executable;
        start.Environment["FASHIONSPARK_COMMAND"] = Command;
        foreach ((string key, string? value) in Environment)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Command lines of processes that this runner's folder is named in.</summary>
    public List<string> Left()
    {
        List<string> left = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                string line = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                string where = File.ResolveLinkTarget(Path.Combine(folder, "cwd"), returnFinalTarget: false)?.FullName ?? "";
                if (line.Contains(Folder.Path, StringComparison.Ordinal) || where == Folder.Path)
                {
                    left.Add(line);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile.
            }
        }

        return left;
    }

    public void Dispose() => Folder.Dispose();

    private IEnumerable<string> SparkArguments() =>
        ["--master", Master, "--driver-memory", "1g", .. Settings.SelectMany(setting => new[] { "--conf", $"{setting.Key}={setting.Value}" })];
}
