using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using FashionSpark.Engines;
using FashionSpark.Models.Onnx;
using FashionSpark.Pipeline;
using FashionSpark.Torch;
using FashionSpark.Torch.Cnn;
using FashionSpark.Torch.Tests;
using FashionSpark.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FashionSpark.TrainingBench;

/// <summary>A whole training of Fashion-MNIST in memory, with any key of the recipe changed.</summary>
internal static class TrainBench
{
    public static async Task RunAsync(string profile, int partitions, string[] changes)
    {
        JsonObject recipe = JsonSerializer.SerializeToNode(CnnProfiles.Get(profile), SpecJson.Options)!.AsObject();
        bool test = false;
        int seed = 1;
        foreach (string change in changes)
        {
            string[] pair = change.Split('=', 2);
            switch (pair[0])
            {
                case "test":
                    test = true;
                    break;
                case "seed":
                    seed = Invariant.Int(pair[1]);
                    break;
                default:
                    recipe[pair[0]] = pair[0] == "network" ? pair[1] : JsonNode.Parse(pair[1]);
                    break;
            }
        }

        string folder = Directory.CreateTempSubdirectory("training-bench-").FullName;
        TrainOptions options = new() { Data = "memory", Out = Path.Combine(folder, "model.onnx"), Partitions = partitions, Seed = seed, Profile = profile };
        MemoryEngine engine = new(FashionMnistImages.Properties, FashionMnistImages.Splits(60_000, 1.0 / 12))
        {
            Parallelism = partitions,
            Threads = Math.Max(1, Environment.ProcessorCount / partitions),
        };
        await using (engine.ConfigureAwait(false))
        {
            CnnRecipe chosen = recipe.Deserialize<CnnRecipe>(SpecJson.Options)!;
            TrainingResult result = await new CnnTrainer(_ => chosen).TrainAsync(
                engine, options, "bench", new Lines(), TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            using Process self = Process.GetCurrentProcess();
            IReadOnlyDictionary<string, double> metrics = OnnxModelFile.Read(options.Out).Metadata!.Metrics;
            Console.WriteLine(FormattableString.Invariant(
                $"{profile} {partitions} {string.Join(' ', changes)}: validation {metrics["validation.accuracy"] * 100:F2} (loss {metrics["validation.loss"]:F4}, epoch {result.BestEpoch}), {result.Seconds:F1} s, {self.TotalProcessorTime.TotalSeconds / 2:F1} s of two cores, peak {self.PeakWorkingSet64 >> 20} MB"));
        }

        if (test)
        {
            Console.WriteLine(FormattableString.Invariant($"test {Test(options.Out) * 100:F2}"));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static double Test(string model)
    {
        List<(byte[] Pixels, int Label)> images = FashionMnistImages.Read("t10k", 10_000);
        using InferenceSession session = new(model);
        int correct = 0;
        foreach ((byte[] Pixels, int Label)[] batch in images.Chunk(500))
        {
            DenseTensor<byte> pixels = new(batch.SelectMany(image => image.Pixels).ToArray(), [batch.Length, 28, 28, 1]);
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs =
                session.Run([NamedOnnxValue.CreateFromTensor(FashionSpark.Models.ModelMetadata.InputName, pixels)], [FashionSpark.Models.ModelMetadata.ProbabilitiesName]);
            float[] answers = [.. outputs[0].AsTensor<float>()];
            correct += batch.Index().Count(item => answers.AsSpan(item.Index * 10, 10).IndexOf(answers.Skip(item.Index * 10).Take(10).Max()) == item.Item.Label);
        }

        return correct / (double)images.Count;
    }

    private sealed class Lines : IRunProgress, IStageProgress
    {
        public IStageProgress Begin(string stage, double? total, string unit) => this;

        public void Note(string message) => Console.WriteLine(message);

        public void Describe(string text) => Console.WriteLine(text);

        public void SetTotal(double total)
        {
        }

        public void Report(long value)
        {
        }

        public void Dispose()
        {
        }
    }
}
