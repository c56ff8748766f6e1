using System.Diagnostics;
using FashionSpark.Models.Onnx;
using FashionSpark.Testing;
using FashionSpark.Torch.Cnn;
using FashionSpark.Torch.Training;
using FashionSpark.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using ModelMetadata = FashionSpark.Models.ModelMetadata;
using Tensor = TorchSharp.torch.Tensor;

namespace FashionSpark.Torch.Tests.Onnx;

public class CnnExporterTests
{
    private static readonly ImageShape Grey = new(28, 28, 1, [72.94], [90.02]);
    private static readonly ImageShape Colour = new(20, 16, 3, [120, 100, 80], [60, 50, 70]);

    [Theory]
    [InlineData("Z32-k64-q64-k128-q128", 1)]
    [InlineData("Z32-k64-q64-k128-q128", 2)]
    [InlineData("c16-k24-q24-k32-q32", 2)]
    public void Answers_as_TorchSharp_does_on_1000_real_images(string network, int views)
    {
        Assert.SkipUnless(FashionMnistImages.IsThere, $"Fashion-MNIST is not in '{FashionMnistImages.Folder}' (Debian package dataset-fashion-mnist).");
        AssertSameAnswers(network, views, Grey, [.. FashionMnistImages.Read("t10k", 1000).SelectMany(image => image.Pixels)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Colour_images_and_odd_sizes_too(int views)
    {
        byte[] pixels = new byte[50 * Colour.Length];
        new Random(3).NextBytes(pixels);
        AssertSameAnswers("c8-k16-q16-Z24", views, Colour, pixels);
    }

    [Fact]
    public void The_official_checker_accepts_the_file()
    {
        using TemporaryFolder folder = new();
        System.IO.File.WriteAllText(folder["check.py"], "import sys, onnx\nonnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)\n");
        if (Python(folder["check.py"], "missing.onnx").Error.Contains("No module named", StringComparison.Ordinal))
        {
            Assert.Skip("The ONNX checker is not installed (Debian package python3-onnx).");
        }

        foreach (ImageShape shape in new[] { Grey, Colour })
        {
            foreach (int views in new[] { 1, 2 })
            {
                NetworkSpec network = NetworkSpec.Parse("Z8-k16-q16", shape.Channels, 10);
                File(network, RandomWeights(network), shape, views).Write(folder["model.onnx"]);
                (int code, string error) = Python(folder["check.py"], folder["model.onnx"]);
                Assert.True(code == 0, error);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_changed_temperature_divides_the_logarithms_of_the_probabilities(int views)
    {
        using TemporaryFolder folder = new();
        NetworkSpec network = NetworkSpec.Parse("Z8-k16", 1, 10);
        File(network, RandomWeights(network), Grey, views).Write(folder["model.onnx"]);
        byte[] pixels = new byte[3 * Grey.Length];
        new Random(5).NextBytes(pixels);
        float[] before = Answer(folder["model.onnx"], pixels, Grey);

        OnnxModelFile file = OnnxModelFile.Read(folder["model.onnx"]);
        file.SetMetadata(file.Metadata! with { Temperature = 2, Threshold = 0.4 });
        file.Write(folder["model.onnx"]);
        float[] after = Answer(folder["model.onnx"], pixels, Grey);

        for (int image = 0; image < 3; image++)
        {
            double sum = before[(10 * image)..(10 * (image + 1))].Sum(p => Math.Sqrt(p));
            Assert.Equal(before[(10 * image)..(10 * (image + 1))].Select(p => Math.Sqrt(p) / sum), after[(10 * image)..(10 * (image + 1))].Select(p => (double)p), (a, b) => Math.Abs(a - b) < 1e-6);
        }

        Assert.Equal((2, 0.4), (OnnxModelFile.Read(folder["model.onnx"]).Metadata!.Temperature, OnnxModelFile.Read(folder["model.onnx"]).Metadata!.Threshold));
    }

    [Fact]
    public void Certainty_beyond_float32_stays_a_number_at_any_temperature()
    {
        using TemporaryFolder folder = new();
        NetworkSpec network = NetworkSpec.Parse("Z8-k16", 1, 10);
        float[] weights = RandomWeights(network);
        weights[^1] = 1000;
        OnnxModelFile file = File(network, weights, Grey, 2);
        foreach (double temperature in new[] { 0.05, 1, 20 })
        {
            file.SetMetadata(file.Metadata! with { Temperature = temperature });
            file.Write(folder["model.onnx"]);
            float[] probabilities = Answer(folder["model.onnx"], new byte[Grey.Length], Grey);
            Assert.Equal(1, probabilities.Sum(), 5);
            Assert.True(probabilities[9] > 0.8);
        }
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        using TemporaryFolder folder = new();
        System.IO.File.WriteAllText(folder["x.onnx"], "not a model");
        Assert.Contains("x.onnx", Assert.Throws<ModelFormatException>(() => OnnxModelFile.Read(folder["x.onnx"])).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<ModelFormatException>(() => OnnxModelFile.Read(folder["y.onnx"])).Message, StringComparison.Ordinal);
    }

    private static void AssertSameAnswers(string text, int views, ImageShape shape, byte[] pixels)
    {
        NetworkSpec network = NetworkSpec.Parse(text, shape.Channels, 10);
        float[] weights = RandomWeights(network);
        using TemporaryFolder folder = new();
        File(network, weights, shape, views).Write(folder["model.onnx"]);
        float[] probabilities = Answer(folder["model.onnx"], pixels, shape);

        using ConvNet net = new(network, bf16: false);
        net.Load(weights);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        float[] normalised = [.. pixels.Select((value, i) => shape.Normalise(i % shape.Channels, value))];
        Tensor images = tensor(normalised, [pixels.Length / shape.Length, shape.Height, shape.Width, shape.Channels]).permute(0, 3, 1, 2);
        Tensor expected = net.Forward(images, training: false).softmax(1);
        if (views == 2)
        {
            expected = (expected + net.Forward(images.flip(3), training: false).softmax(1)) / 2;
        }

        AssertClose(expected, probabilities);
    }

    private static void AssertClose(Tensor expected, float[] actual)
    {
        float[] values = expected.contiguous().data<float>().ToArray();
        Assert.Equal(values.Length, actual.Length);
        Assert.InRange(values.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }

    /// <summary>As if trained: statistics that are not 0 and 1, and every third gamma negative, also before a pooling.</summary>
    private static float[] RandomWeights(NetworkSpec network)
    {
        WeightLayout layout = new(network);
        float[] weights = layout.Initialise(11);
        Random random = new(12);
        foreach (WeightSlot slot in layout.Slots)
        {
            for (int i = 0; i < slot.Length; i++)
            {
                float value = random.NextSingle();
                weights[slot.Offset + i] = slot.Kind switch
                {
                    WeightKind.Gamma => (i % 3 == 0 ? -1 : 1) * (0.5f + value),
                    WeightKind.Beta or WeightKind.Mean or WeightKind.Bias => value - 0.5f,
                    WeightKind.Variance => 1 + value,
                    _ => weights[slot.Offset + i],
                };
            }
        }

        return weights;
    }

    private static OnnxModelFile File(NetworkSpec network, float[] weights, ImageShape shape, int views)
    {
        ModelMetadata metadata = new()
        {
            Name = "test",
            Classes = [.. Enumerable.Range(0, 10).Select(i => $"class {i}")],
            Width = shape.Width,
            Height = shape.Height,
            Channels = shape.Channels,
            Preprocessing = "1",
            Data = "memory",
            DataVersion = 1,
            RunId = "run",
            Seed = 1,
            TrainedAt = new FixedTime().GetUtcNow(),
        };
        return OnnxModelFile.Create(CnnExporter.Export(network, weights, shape, views), metadata, new TrainingResult("", [], 0, 0, 1));
    }

    private static float[] Answer(string path, byte[] pixels, ImageShape shape)
    {
        using InferenceSession session = new(path);
        int count = pixels.Length / shape.Length;
        NamedOnnxValue input = NamedOnnxValue.CreateFromTensor(
            ModelMetadata.InputName, new DenseTensor<byte>(pixels, [count, shape.Height, shape.Width, shape.Channels]));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run([input]);
        Assert.Equal(count, outputs.First(output => output.Name == ModelMetadata.ActivationsName).AsTensor<float>().Dimensions[0]);
        return [.. outputs.First(output => output.Name == ModelMetadata.ProbabilitiesName).AsTensor<float>()];
    }

    private static (int Code, string Error) Python(params string[] arguments)
    {
        if (!System.IO.File.Exists("/usr/bin/python3"))
        {
            Assert.Skip("There is no /usr/bin/python3.");
        }

        using Process python = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardError = true })!;
        string error = python.StandardError.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, error);
    }
}
