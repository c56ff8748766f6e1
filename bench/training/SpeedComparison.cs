using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FashionSpark.TrainingBench;

/// <summary>
/// Ours and the PyTorch peer, every sensible setting of both, each in processes of its own, in one run. The ratio is of
/// the best of each. The peer does less: it neither augments nor counts hits.
/// </summary>
internal static class SpeedComparison
{
    private static readonly string Peer = Path.Combine(AppContext.BaseDirectory, "peer.py");

    public static void Run(string network, string seconds)
    {
        Print($"Network {network}, batch 256, {Environment.ProcessorCount} cores, {Cpu()}; .NET {Environment.Version}, TorchSharp 0.107.0 (libtorch 2.10), peer PyTorch {PeerVersion()}.");
        Print("");
        Print("| | setting | images/s, fastest window | images/s by processor time |");
        Print("| --- | --- | --- | --- |");
        List<Speed> ours = [];
        foreach ((int partitions, int threads) in new[] { (2, 1), (1, 2) })
        {
            foreach (string precision in new[] { "bf16", "fp32" })
            {
                string[] arguments = ["step", network, Text(partitions), Text(threads), precision, seconds];
                ours.Add(Row("ours", $"{partitions} partitions x {threads} threads, {precision}", Start(Environment.ProcessPath!, arguments)));
            }
        }

        List<Speed> peers = [];
        foreach (string options in new[] { "", "--channels-last", "--bf16", "--bf16 --channels-last" })
        {
            string[] flags = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach ((int processes, int threads) in new[] { (1, 2), (1, 1), (2, 1) })
            {
                string[] arguments = [Peer, "--net", network, "--seconds", seconds, "--threads", Text(threads), "--batch", Text(256 / processes), .. flags];
                Process[] running = [.. Enumerable.Range(0, processes).Select(_ => Start("/usr/bin/python3", arguments))];
                peers.Add(Row("PyTorch", $"{processes} processes x {threads} threads {options}", running));
            }
        }

        Print("");
        Print($"Best against best: {ours.Max(s => s.Wall) / peers.Max(s => s.Wall):F2} by the fastest window, {ours.Max(s => s.Cpu) / peers.Max(s => s.Cpu):F2} by processor time.");
    }

    private static Speed Row(string who, string setting, params Process[] running)
    {
        Speed[] parts = [.. running.Select(process =>
        {
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<Speed>(output)!
                : throw new InvalidOperationException($"'{process.StartInfo.FileName}' failed with exit code {process.ExitCode} at '{setting}'; is python3-torch installed?");
        })];
        Speed all = new(parts.Sum(part => part.Wall), parts.Sum(part => part.Cpu));
        Print($"| {who} | {setting.Trim()} | {all.Wall:F0} | {all.Cpu:F0} |");
        return all;
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;

    private static string PeerVersion()
    {
        using Process process = Start("/usr/bin/python3", "-c", "import torch; print(torch.__version__)");
        return process.StandardOutput.ReadToEnd().Trim();
    }

    private static string Cpu() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
        : "unknown processor";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private static void Print(string text) => Console.WriteLine(text);
}
