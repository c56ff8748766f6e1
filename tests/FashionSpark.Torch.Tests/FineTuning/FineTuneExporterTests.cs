using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Images;
using FashionSpark.Models.Backbones;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Torch.FineTuning;
using FashionSpark.Torch.Graphs;
using FashionSpark.Torch.Tests.Graphs;
using FashionSpark.Torch.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using ImageShape = FashionSpark.Torch.Training.ImageShape;
using ModelMetadata = FashionSpark.Models.ModelMetadata;

namespace FashionSpark.Torch.Tests.FineTuning;

public class FineTuneExporterTests
{
    [Theory]
    [InlineData(true, 2, ChannelOrder.Rgb)]
    [InlineData(false, 2, ChannelOrder.Rgb)]
    [InlineData(true, 1, ChannelOrder.Bgr)]
    public void Answers_as_TorchSharp_does(bool mirror, int views, ChannelOrder order)
    {
        FineTuneRecipe recipe = TinyPhotos.Recipe with { Mirror = mirror, Views = views == 2 ? [Fit.Letterbox, Fit.Crop] : [Fit.Stretch] };
        AssertSame(recipe, OnnxGraphReader.Read(BackboneGraphs.Mobile(), "features"), TinyPhotos.Images(9, seed: 4), classes: 3, plane: 8, order);
    }

    [Fact]
    public void Answers_as_TorchSharp_does_on_real_photos()
    {
        Assert.SkipUnless(ClothingPhotos.AreThere, "The clothing photos and the backbone are not there (FASHIONSPARK_SHARED).");
        AssertSame(
            FineTuneProfiles.Quick with { Bf16 = false },
            OnnxGraphReader.Read(ClothingPhotos.ReadBackbone(), "features"),
            ClothingPhotos.Read("test", 1, 320),
            ClothingPhotos.Classes.Length,
            plane: 7);
    }

    [Fact]
    public void The_backbone_computes_as_in_ONNX_Runtime_on_real_photos()
    {
        Assert.SkipUnless(ClothingPhotos.AreThere, "The clothing photos and the backbone are not there (FASHIONSPARK_SHARED).");
        PartitionImages photos = Read(ClothingPhotos.Read("test", 1, 320), ClothingPhotos.Classes.Length);
        PictureViews views = new(224, 224, 3, [Fit.Letterbox]);
        float[] planes = new float[photos.Count * views.Length];
        byte[] pixels = new byte[views.Length];
        for (int i = 0; i < photos.Count; i++)
        {
            views.Write(new PixelImage(photos.Sizes[i].Width, photos.Sizes[i].Height, 3, photos.Pixels[i].ToArray()), pixels);
            for (int p = 0; p < pixels.Length; p++)
            {
                planes[(i * pixels.Length) + (p % 3 * 224 * 224) + (p / 3)] = (pixels[p] - 127f) / 128;
            }
        }

        using InferenceSession session = new(ClothingPhotos.Backbone);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs =
            session.Run([NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>(planes, [photos.Count, 3, 224, 224]))], ["features"]);
        float[] expected = [.. outputs[0].AsTensor<float>()];

        (NetworkGraph graph, float[] weights) = OnnxGraphReader.Read(ClothingPhotos.ReadBackbone(), "features");
        using GraphNetwork network = new(graph, bf16: false, _ => false);
        network.Load(weights);
        using DisposeScope scope = NewDisposeScope();
        float[] actual = network.Forward(tensor(planes, [photos.Count, 3, 224, 224])).contiguous().data<float>().ToArray();
        Assert.Equal(1280 * photos.Count, actual.Length);
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }

    private static void AssertSame(FineTuneRecipe profile, (NetworkGraph Graph, float[] Weights) backbone, RecordBatch batch, int classes, int plane, ChannelOrder order = ChannelOrder.Rgb)
    {
        FineTuneRecipe recipe = profile with { Graph = backbone.Graph.WithHead(classes), Input = TinyPhotos.Input(order) };
        Random random = new(5);
        int head = new GraphLayout(recipe.Graph).Length - backbone.Weights.Length;
        float[] weights = [.. backbone.Weights, .. Enumerable.Range(0, head).Select(_ => random.NextSingle() - 0.5f)];
        PartitionImages images = Read(batch, classes);
        using FineTuneStep step = new(recipe, classes, 4);
        step.LoadWeights(TunedWeights.Begin(recipe, weights));
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        float[] expected = step.Probabilities(images, 0, images.Count).contiguous().data<float>().ToArray();

        GraphProto graph = FineTuneExporter.Export(recipe, weights);
        using InferenceSession session = new(BackboneGraphs.ToBytes(graph));
        PictureViews views = new(recipe.Size, recipe.Size, 3, recipe.Views);
        byte[] pixels = new byte[images.Count * views.Length];
        for (int i = 0; i < images.Count; i++)
        {
            views.Write(new PixelImage(images.Sizes[i].Width, images.Sizes[i].Height, 3, images.Pixels[i].ToArray()), pixels.AsSpan(i * views.Length));
        }

        DenseTensor<byte> input = new(pixels, [images.Count * views.Count, recipe.Size, recipe.Size, 3]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run([NamedOnnxValue.CreateFromTensor(ModelMetadata.InputName, input)]);
        float[] actual = [.. outputs.First(output => output.Name == ModelMetadata.ProbabilitiesName).AsTensor<float>()];
        Assert.Equal(images.Count * classes, actual.Length);
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
        Assert.Equal(
            [images.Count, backbone.Graph.Features(), plane, plane],
            outputs.First(output => output.Name == ModelMetadata.ActivationsName).AsTensor<float>().Dimensions.ToArray());
    }

    private static PartitionImages Read(RecordBatch batch, int classes) => PartitionImages.Read(
        [batch],
        new HoldImagesOptions("test", Split.Test, new ImageShape(320, 320, 3, [127, 127, 127], [60, 60, 60]), classes, AnySize: true),
        TestContext.Current.CancellationToken);
}
