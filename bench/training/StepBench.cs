using System.Diagnostics;
using System.Text.Json;
using FashionSpark.Datasets;
using FashionSpark.Torch;
using FashionSpark.Torch.Cnn;
using FashionSpark.Torch.Tests;
using FashionSpark.Torch.Training;

namespace FashionSpark.TrainingBench;

/// <summary>Optimiser steps on real images, as a partition makes them: batches put together and augmented, forward, backward, update.</summary>
internal static class StepBench
{
    private const int BatchSize = 256;
    private const int StepsAWindow = 8;

    /// <summary>Prints the fastest window, which a neighbour's burst does not touch, and the rate by processor time.</summary>
    public static void Run(string network, int partitions, int threads, bool bf16, double seconds)
    {
        ImageShape shape = new(28, 28, 1, FashionMnistImages.Properties.Mean, FashionMnistImages.Properties.StandardDeviation);
        CnnRecipe recipe = new() { Network = network, Epochs = 1, Erase = 0.2, Bf16 = bf16 };
        HoldImagesOptions options = new("bench", Split.Train, shape, Classes: 10, AnySize: false);
        PartitionImages images = PartitionImages.Read([PreparedImages.Batch(FashionMnistImages.Read("train", 20_000))], options, default);
        int size = BatchSize / partitions;
        double[] best = new double[partitions];
        long seen = 0;
        TimeSpan before = default;
        using Barrier warm = new(partitions, _ => before = Process.GetCurrentProcess().TotalProcessorTime);
        Thread[] workers = [.. Enumerable.Range(0, partitions).Select(partition => new Thread(() =>
        {
            TorchThreads.Use(threads);
            using CnnStep step = new(recipe, shape, 10, size);
            step.Net.Load(step.Net.Layout.Initialise(1));
            SplitMix64 chance = SplitMix64.For(partition);
            int[] order = [.. Enumerable.Range(0, images.Count)];
            chance.Shuffle(order);
            int next = 0;
            void Window()
            {
                for (int i = 0; i < StepsAWindow; i++, next = (next + size) % (order.Length - size))
                {
                    step.Run(images, order[next..(next + size)], 0, 0.5, ref chance);
                }
            }

            Window();
            warm.SignalAndWait();
            long end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < end)
            {
                long started = Stopwatch.GetTimestamp();
                Window();
                best[partition] = Math.Max(best[partition], StepsAWindow * size / Stopwatch.GetElapsedTime(started).TotalSeconds);
                Interlocked.Add(ref seen, StepsAWindow * size);
            }
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        double cpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(JsonSerializer.Serialize(new Speed(Math.Round(best.Sum(), 1), Math.Round(seen / cpu * partitions * threads, 1))));
    }
}
