using System.Diagnostics;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;

namespace FashionSpark.Bench;

/// <summary>Prepares a set of IDX files into Delta, several times into new folders, and prints images a second.</summary>
internal static class PrepareBench
{
    private const int Runs = 6;

    public static async Task RunAsync(string folder)
    {
        Report.Machine();
        var rates = new List<double>();
        for (int run = 0; run < Runs; run++)
        {
            string root = Directory.CreateTempSubdirectory("fashionspark-bench-").FullName;
            await using var engine = new LocalEngine(new PartitionFunctionRegistry().AddCoreFunctions());
            var context = new PipelineContext { Engine = engine, Warehouse = Path.Combine(root, "warehouse"), RunId = "bench" };
            long start = Stopwatch.GetTimestamp();
            PrepareResult result = await PrepareStage.RunAsync(
                context, new PrepareOptions { Source = folder, Out = Path.Combine(root, "data") }, CancellationToken.None);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Directory.Delete(root, recursive: true);
            Console.WriteLine($"prepare {(run == 0 ? "(cold)" : $"run {run}")}: {result.Prepared} images in {seconds:f2} s = {result.Prepared / seconds:f0} images/s");
            if (run > 0)
            {
                rates.Add(result.Prepared / seconds);
            }
        }

        Report.Median("prepare, images/s", rates);
        Report.PeakMemory();
    }
}
