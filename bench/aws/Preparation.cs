using System.Diagnostics;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Postgres;
using FashionSpark.S3;

namespace FashionSpark.AwsBench;

/// <summary>One prepare into a new folder that goes again.</summary>
internal static class Preparation
{
    /// <returns>Images prepared, wall seconds, processor seconds of this process and of all others on the machine: the server's, where nothing else runs; and the seconds of its stages.</returns>
    public static async Task<(long Images, double Wall, double Processor, double Others, string Stages)> RunAsync(PrepareOptions options)
    {
        string root = Directory.CreateTempSubdirectory("fashionspark-bench-").FullName;
        await using var engine = new LocalEngine(new PartitionFunctionRegistry().AddCoreFunctions().AddS3Functions().AddPostgresFunctions());
        var times = new StageTimes();
        var context = new PipelineContext
        {
            Engine = engine,
            Progress = times,
            Warehouse = Path.Combine(root, "warehouse"),
            RunId = "bench",
            Sources = new ImageSources(new S3ImageKind(), new PostgresImageKind()),
        };
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        double busyBefore = BusySeconds();
        long start = Stopwatch.GetTimestamp();
        PrepareResult result = await PrepareStage.RunAsync(context, options with { Out = Path.Combine(root, "data") }, CancellationToken.None);
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        double processor = (process.TotalProcessorTime - before).TotalSeconds;
        double others = BusySeconds() - busyBefore - processor;
        Directory.Delete(root, recursive: true);
        return (result.Prepared, wall, processor, others, times.ToString());
    }

    /// <summary>Seconds that all processors together have worked since the machine started: the first line of /proc/stat, in hundredths, without idling and waiting for disks.</summary>
    private static double BusySeconds()
    {
        long[] times = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(7).Select(long.Parse)];
        return (times.Sum() - times[3] - times[4]) / 100.0;
    }
}
