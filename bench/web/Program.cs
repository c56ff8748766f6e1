using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FashionSpark.WebBench;
using Microsoft.ML.OnnxRuntime;

// FashionSpark.WebBench compare MODEL.onnx PICTURES ONNXRUNTIME [SECONDS] [VISITORS]   beside Flask + Pillow + onnxruntime, and beside bare decoding and inference
// FashionSpark.WebBench memory MODEL.onnx PICTURES [REQUESTS]                          memory of the service while it answers
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Port = 18080;
string command = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../fashionspark"));
string cpu = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
Console.WriteLine($"{cpu}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
switch (args)
{
    case ["compare", string model, string pictures, string onnxruntime, .. string[] rest]:
        await CompareAsync(
            Path.GetFullPath(model), Read(pictures), Path.GetFullPath(onnxruntime),
            TimeSpan.FromSeconds(rest.Length > 0 ? double.Parse(rest[0]) : 8), rest.Length > 1 ? int.Parse(rest[1]) : 8);
        return 0;
    case ["memory", string model, string pictures, .. string[] rest]:
        await MemoryAsync(Path.GetFullPath(model), Read(pictures), rest.Length > 0 ? int.Parse(rest[0]) : 20_000);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: FashionSpark.WebBench compare MODEL.onnx PICTURES ONNXRUNTIME [SECONDS] [VISITORS] | memory MODEL.onnx PICTURES [REQUESTS]");
        return 2;
}

async Task CompareAsync(string model, IReadOnlyList<byte[]> pictures, string onnxruntime, TimeSpan each, int visitors)
{
    const int Rounds = 3;
    const int Most = 100_000;
    using var bare = new Bare(model);
    using Service ours = await OursAsync(model);
    var environment = new Dictionary<string, string> { ["PEER_MODEL"] = model, ["PEER_ONNXRUNTIME"] = onnxruntime, ["OMP_NUM_THREADS"] = "1" };
    var peers = new Dictionary<string, Service>();
    string[] settings = ["--worker-class sync", "--worker-class gthread --threads 4"];
    foreach ((int i, string setting) in settings.Index())
    {
        peers[setting] = await Service.StartAsync(
            Port + 1 + i, "gunicorn",
            [.. setting.Split(' '), "--workers", $"{Environment.ProcessorCount}", "--bind", $"127.0.0.1:{Port + 1 + i}", "--preload", "--log-level", "warning", "peer:app"],
            environment, AppContext.BaseDirectory);
    }

    Console.WriteLine($"{Path.GetFileName(model)}, {pictures.Count} pictures of {pictures.Average(p => p.Length) / 1000:f1} kB, {visitors} visitors at a time, {Rounds} rounds of {each.TotalSeconds:f0} s each");
    Console.WriteLine($"ready after the start: {ours.Ready.TotalSeconds:f2} s; first page to first answer: {await FirstAnswerAsync(ours.Url, pictures[0]):f0} ms");
    await WarmAsync();
    var bares = new List<double>();
    var results = new Dictionary<string, List<LoadResult>> { ["service"] = [] };
    for (int round = 0; round < Rounds; round++)
    {
        bares.Add(bare.Run(pictures, Most, each));
        results["service"].Add(await Load.RunAsync(ours, pictures, visitors, Most, each));
        foreach ((string setting, Service peer) in peers)
        {
            results.TryAdd(setting, []);
            results[setting].Add(await Load.RunAsync(peer, pictures, visitors, Most, each));
        }
    }

    Console.WriteLine($"bare decoding and inference: {Median(bares):f1}/s, {1000 * Environment.ProcessorCount / Median(bares):f2} ms of a processor a picture");
    foreach ((string name, List<LoadResult> of) in results)
    {
        Console.WriteLine($"{(name == "service" ? "fashionspark serve" : $"gunicorn --workers {Environment.ProcessorCount} {name}")}: {Median(of.Select(r => r.PerSecond)):f1}/s, median {Median(of.Select(r => r.Median)):f1} ms, p99 {Median(of.Select(r => r.P99)):f1} ms, {Median(of.Select(r => r.Processor)):f2} ms of a processor a request");
    }

    List<LoadResult> best = results.Where(r => r.Key != "service").MaxBy(r => Median(r.Value.Select(one => one.PerSecond))).Value;
    IEnumerable<double> Ratios(Func<int, double> of) => Enumerable.Range(0, Rounds).Select(of);
    Console.WriteLine($"service to bare {Median(Ratios(i => results["service"][i].PerSecond / bares[i])):f2}; to the better peer: requests/s {Median(Ratios(i => results["service"][i].PerSecond / best[i].PerSecond)):f2}, p99 {Median(Ratios(i => results["service"][i].P99 / best[i].P99)):f2}");
    foreach (Service peer in peers.Values)
    {
        peer.Dispose();
    }

    async Task WarmAsync()
    {
        foreach (Service service in peers.Values.Prepend(ours))
        {
            await Load.RunAsync(service, pictures, visitors, 2000, TimeSpan.FromSeconds(4));
        }

        bare.Run(pictures, 500, TimeSpan.FromSeconds(2));
    }
}

async Task MemoryAsync(string model, IReadOnlyList<byte[]> pictures, int requests)
{
    using Service ours = await OursAsync(model);
    Console.WriteLine($"{Path.GetFileName(model)}: at the start {ours.Memory:f0} MiB");
    const int Steps = 10;
    for (int step = 1; step <= Steps; step++)
    {
        LoadResult result = await Load.RunAsync(ours, pictures, 8, requests / Steps, TimeSpan.FromMinutes(5));
        Console.WriteLine($"after {requests / Steps * step} requests {ours.Memory:f0} MiB ({result.PerSecond:f0}/s)");
    }
}

Task<Service> OursAsync(string model) =>
    Service.StartAsync(Port, command, ["serve", "--model", model, "--urls", $"http://127.0.0.1:{Port}", "--per-minute", "0", "--max-waiting", "1000"]);

// What a browser fetches, one after the other, and then a picture with everything that the page shows of it.
static async Task<double> FirstAnswerAsync(Uri url, byte[] picture)
{
    using var http = new HttpClient { BaseAddress = url };
    long begin = Stopwatch.GetTimestamp();
    foreach (string path in (string[])["", "figures.css", "page.css", "page.js", "api.js", "card.js", "feedback.js", "history.js", "tabs.js", "words.js", "api/models"])
    {
        await http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
    }

    using HttpResponseMessage response = await http.PostAsync(new Uri("api/predict?explain=true", UriKind.Relative), new ByteArrayContent(picture));
    response.EnsureSuccessStatusCode();
    return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
}

static IReadOnlyList<byte[]> Read(string folder) =>
    [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return sorted[sorted.Length / 2];
}
