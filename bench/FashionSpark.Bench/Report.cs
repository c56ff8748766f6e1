using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace FashionSpark.Bench;

/// <summary>What every result needs to be read later: machine, versions, medians, memory.</summary>
internal static class Report
{
    public static void Machine()
    {
        string cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
            : RuntimeInformation.ProcessArchitecture.ToString();
        Console.WriteLine($"{cpu}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
    }

    public static double Median(string what, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double median = sorted[sorted.Length / 2];
        Console.WriteLine($"{what}: median {median:f0} (min {sorted[0]:f0}, max {sorted[^1]:f0}, n {sorted.Length})");
        return median;
    }

    public static void PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"peak memory: {process.PeakWorkingSet64 / 1048576} MiB");
    }
}
