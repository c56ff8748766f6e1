using System.Diagnostics;
using System.IO.Compression;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;

namespace FashionSpark.Bench;

/// <summary>
/// Peak memory of preparing and scoring 70,000, 280,000 and 1,120,000 images, each in a process of its own. The images are
/// noise, all different, in the form of Fashion-MNIST.
/// </summary>
internal static class MemoryBench
{
    private static readonly int[] Sizes = [70_000, 280_000, 1_120_000];

    public static async Task RunAsync(string model)
    {
        Report.Machine();
        string root = Directory.CreateTempSubdirectory("fashionspark-bench-").FullName;
        foreach (int size in Sizes)
        {
            string idx = Path.Combine(root, $"idx-{size}");
            string data = Path.Combine(root, $"data-{size}");
            Write(idx, size);
            await RunSelfAsync("memory-prepare", idx, data);
            await RunSelfAsync("memory-score", data, model);
        }

        Directory.Delete(root, recursive: true);
    }

    public static async Task PrepareAsync(string idx, string data)
    {
        await using var engine = new LocalEngine(new PartitionFunctionRegistry().AddCoreFunctions());
        var context = new PipelineContext { Engine = engine, Warehouse = data + "-warehouse", RunId = "bench" };
        PrepareResult result = await PrepareStage.RunAsync(context, new PrepareOptions { Source = idx, Out = data }, CancellationToken.None);
        Console.Write($"prepare {result.Prepared,7} images: ");
        Report.PeakMemory();
    }

    public static async Task ScoreAsync(string data, string model)
    {
        await using var engine = new LocalEngine(new PartitionFunctionRegistry().AddCoreFunctions());
        var context = new PipelineContext { Engine = engine, Warehouse = data + "-warehouse", RunId = "bench" };
        ScoreResult result = await ScoreStage.RunAsync(context, new ScoreOptions { Data = data, Model = model, Splits = Split.All }, CancellationToken.None);
        Console.Write($"score   {result.Rows,7} images: ");
        Report.PeakMemory();
    }

    private static async Task RunSelfAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments))!;
        await process.WaitForExitAsync();
    }

    private static void Write(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(1);
        foreach ((string prefix, int images) in ((string, int)[])[("train", count * 6 / 7), ("t10k", count - (count * 6 / 7))])
        {
            using Stream pixels = new GZipStream(File.Create(Path.Combine(folder, $"{prefix}-images-idx3-ubyte.gz")), CompressionLevel.Fastest);
            using Stream labels = File.Create(Path.Combine(folder, $"{prefix}-labels-idx1-ubyte"));
            pixels.Write(new IdxHeader([images, 28, 28]).ToBytes());
            labels.Write(new IdxHeader([images]).ToBytes());
            var image = new byte[28 * 28];
            for (int i = 0; i < images; i++)
            {
                random.NextBytes(image);
                pixels.Write(image);
                labels.WriteByte((byte)(i % 10));
            }
        }
    }
}
