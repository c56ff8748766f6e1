using System.Diagnostics;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Models;
using FashionSpark.Pipeline;

namespace FashionSpark.Bench;

/// <summary>
/// Scores a prepared set, or some splits of it, into a Delta table, beside a bare ONNX Runtime loop over the same tensors
/// (all views of every image) already in memory: as many threads, the batch size that is fastest, the answers thrown away.
/// The two take turns.
/// </summary>
internal static class ScoreBench
{
    private const int Runs = 5;

    /// <summary>Larger batches of photos would only take longer: their activations are a hundred times the input.</summary>
    private const int MostBytes = 8 << 20;

    private static readonly int[] BareBatches = [1, 4, 16, 64, 256, 1024];

    public static async Task RunAsync(string data, string modelPath, IReadOnlyList<string> splits)
    {
        Report.Machine();
        await using var engine = new LocalEngine(new PartitionFunctionRegistry().AddCoreFunctions());
        using IClassifier model = ModelFormats.Open(modelPath, 1);
        using var oneThread = new BareModel(modelPath, 1, model);
        using var allThreads = new BareModel(modelPath, Environment.ProcessorCount, model);
        (byte[] pixels, int images) = await LoadAsync(engine, data, splits, model);

        // The bare loop at its best: whichever batch size and way of using the processors is fastest here.
        (double Rate, string Name, Func<double> Run) best = (0, "none", () => 0);
        foreach (int batch in BareBatches.Where(batch => batch * model.InputLength <= MostBytes))
        {
            (string Name, Func<double> Run)[] ways =
            [
                ($"batch {batch}, a thread a processor", () => SideBySide(oneThread, pixels, images, batch)),
                ($"batch {batch}, threads inside a call", () => Loop(allThreads, pixels, 0, images, batch)),
            ];
            foreach ((string name, Func<double> run) in ways)
            {
                run();
                double rate = images / run();
                Console.WriteLine($"bare loop, {name}: {rate:f0} images/s");
                best = rate > best.Rate ? (rate, name, run) : best;
            }
        }

        var ours = new List<double>();
        var bare = new List<double>();
        for (int run = 0; run <= Runs; run++)
        {
            double bareSeconds = best.Run();
            double ourSeconds = await ScoreAsync(engine, data, modelPath, splits);
            if (run > 0)
            {
                ours.Add(images / ourSeconds);
                bare.Add(images / bareSeconds);
            }
        }

        double bareMedian = Report.Median($"bare loop ({best.Name}), images/s", bare);
        double ourMedian = Report.Median("score into Delta, images/s", ours);
        Console.WriteLine($"ratio of medians: {ourMedian / bareMedian:f3}; median of ratios: {ours.Zip(bare, (a, b) => a / b).Order().ElementAt(Runs / 2):f3}");
        Report.PeakMemory();
    }

    private static async Task<(byte[] Pixels, int Images)> LoadAsync(LocalEngine engine, string data, IReadOnlyList<string> splits, IClassifier model)
    {
        using var all = new MemoryStream();
        byte[] views = [];
        int images = 0;
        var chosen = new PartitionFilter(PreparedSchema.Split, splits);
        await foreach (RecordBatch batch in engine.ReadDelta(new DeltaRead(data, null, PreparedPictures.Columns, chosen)).CollectAsync(null, CancellationToken.None))
        {
            var pictures = new PreparedPictures(batch);
            for (int row = 0; row < pictures.Count; row++)
            {
                all.Write(pictures.Views(model.Views, row, 1, ref views).Span);
                images++;
            }
        }

        return (all.ToArray(), images);
    }

    private static double SideBySide(BareModel model, byte[] pixels, int images, int batch)
    {
        long start = Stopwatch.GetTimestamp();
        int threads = Environment.ProcessorCount;
        Parallel.For(0, threads, p => Loop(model, pixels, (int)((long)images * p / threads), (int)((long)images * (p + 1) / threads), batch));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Loop(BareModel model, byte[] pixels, int from, int to, int batch)
    {
        long start = Stopwatch.GetTimestamp();
        for (int first = from; first < to; first += batch)
        {
            model.Run(pixels, first, Math.Min(batch, to - first));
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> ScoreAsync(LocalEngine engine, string data, string model, IReadOnlyList<string> splits)
    {
        string warehouse = Directory.CreateTempSubdirectory("fashionspark-bench-").FullName;
        var context = new PipelineContext { Engine = engine, Warehouse = warehouse, RunId = "bench" };
        long start = Stopwatch.GetTimestamp();
        await ScoreStage.RunAsync(context, new ScoreOptions { Data = data, Model = model, Splits = splits }, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Directory.Delete(warehouse, recursive: true);
        return seconds;
    }
}
