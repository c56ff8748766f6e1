using System.Diagnostics;
using System.Globalization;

namespace FashionSpark.WebBench;

/// <summary>A service in a process of its own on loopback, from its start until it is disposed.</summary>
internal sealed class Service : IDisposable
{
    private static readonly HttpClient Http = new();
    private readonly Process _process;

    private Service(Process process, Uri url, TimeSpan ready)
    {
        _process = process;
        Url = url;
        Ready = ready;
    }

    public Uri Url { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan Ready { get; }

    /// <summary>Resident memory of the process and its children in MiB.</summary>
    public double Memory => Ids(_process.Id).Sum(id => Kibibytes(id)) / 1024;

    /// <summary>Processor seconds of the process and its children.</summary>
    public double ProcessorSeconds => Ids(_process.Id).Sum(id =>
    {
        using var one = Process.GetProcessById(id);
        return one.TotalProcessorTime.TotalSeconds;
    });

    public static async Task<Service> StartAsync(int port, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var url = new Uri($"http://127.0.0.1:{port}/");
        long begin = Stopwatch.GetTimestamp();
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("rror", StringComparison.Ordinal) == true)
            {
                Console.Error.WriteLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (true)
        {
            try
            {
                await Http.GetStringAsync(new Uri(url, "health/ready"));
                return new Service(process, url, Stopwatch.GetElapsedTime(begin));
            }
            catch (HttpRequestException) when (!process.HasExited && Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(10);
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using Process? kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            if (!_process.WaitForExit(20_000))
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private static IEnumerable<int> Ids(int id) => File.ReadAllText($"/proc/{id}/task/{id}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(child => Ids(int.Parse(child, CultureInfo.InvariantCulture))).Prepend(id);

    private static double Kibibytes(int id) => double.Parse(
        File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
