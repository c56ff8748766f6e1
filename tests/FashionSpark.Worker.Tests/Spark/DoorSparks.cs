using System.Text.Json;
using FashionSpark.Testing.Spark;
using FashionSpark.Worker.Tests.Bridge;

namespace FashionSpark.Worker.Tests.Spark;

/// <summary>One real Spark a version with <c>spark_doors.py</c> loaded, started when first asked for.</summary>
public sealed class DoorSparks : IDisposable
{
    private readonly Dictionary<string, SparkProcess> _processes = [];

    /// <summary>The Spark of a version; skips the test where it, or Python for the bridge, is not here.</summary>
    public SparkProcess Get(string version, string door)
    {
        Assert.SkipWhen(SparkHomes.Find(version) is null, SparkFleet.WhyMissing(version) ?? "");
        Assert.SkipWhen(door == "bridge" && PythonHome.Path is null, PythonHome.Missing);
        if (!_processes.TryGetValue(version, out SparkProcess? process))
        {
            (string full, string home) = SparkHomes.Find(version)!.Value;
            process = new SparkProcess(full, home, master: "local[2,4]");
            _processes.Add(version, process);
            var doors = new Dictionary<string, string>
            {
                ["worker"] = BridgeDriver.Worker,
                ["pythonpath"] = $"{AppContext.BaseDirectory}:{PythonHome.Path}:{string.Join(':', Directory.GetFiles(Path.Combine(home, "python", "lib"), "*.zip"))}",
            };
            process.Python($"doors = {JsonSerializer.Serialize(doors)}\n{File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Spark", "spark_doors.py"))}");
        }

        return process;
    }

    public void Dispose()
    {
        foreach (SparkProcess process in _processes.Values)
        {
            process.Dispose();
        }
    }
}
