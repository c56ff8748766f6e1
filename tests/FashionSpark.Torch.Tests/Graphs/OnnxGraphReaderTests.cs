using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Torch.Graphs;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static FashionSpark.Models.Onnx.GraphBuilder;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace FashionSpark.Torch.Tests.Graphs;

public class OnnxGraphReaderTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 12)]
    [InlineData(15, 7)]
    public void A_mobile_network_computes_as_in_ONNX_Runtime(int height, int width) => AssertSame(BackboneGraphs.Mobile(), height, width);

    [Theory]
    [InlineData(3, 1, 0, 0, 0, 0)]
    [InlineData(3, 2, 0, 0, 1, 1)]
    [InlineData(3, 2, 1, 1, 0, 0)]
    [InlineData(5, 2, 1, 2, 2, 1)]
    [InlineData(4, 3, 2, 0, 1, 3)]
    [InlineData(2, 1, 0, 1, 1, 0)]
    public void Padding_of_any_kind(int side, int stride, long top, long left, long bottom, long right)
    {
        for (int size = 9; size < 13; size++)
        {
            BackboneGraphs graph = new();
            string x = graph.Conv("conv", graph.Images, 4, 3, side, stride, [top, left, bottom, right], bias: true);
            AssertSame(Ended(graph, x), size, size + 1);
        }
    }

    [Theory]
    [InlineData("MaxPool", 0)]
    [InlineData("AveragePool", 0)]
    [InlineData("AveragePool", 1)]
    public void Pooling_with_more_padding_at_the_end(string operation, int count)
    {
        BackboneGraphs graph = new();
        string x = graph.Conv("conv", graph.Images, 6, 3, 3, 2, [0, 0, 1, 1]);
        AttributeProto[] attributes = [Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 0, 0, 1, 1)];
        x = graph.Builder.Node(operation, "pool", [x], operation == "MaxPool" ? attributes : [.. attributes, Int("count_include_pad", count)]);
        AssertSame(Ended(graph, x), 11, 16);
    }

    [Fact]
    public void Grouped_and_dilated_convolutions()
    {
        BackboneGraphs graph = new();
        string x = graph.Conv("first", graph.Images, 8, 3, 3, pads: [1, 1, 1, 1], bias: true);
        x = graph.Conv("second", x, 12, 2, 3, pads: [2, 2, 2, 2], groups: 4, dilation: 2);
        AssertSame(Ended(graph, x), 10, 10);
    }

    [Fact]
    public void A_norm_that_follows_no_convolution_and_one_behind_a_value_used_twice()
    {
        BackboneGraphs graph = new();
        string x = graph.Conv("conv", graph.Images, 4, 3, 3);
        string normed = graph.Norm("twice", x);
        x = graph.Builder.Node("Add", "sum", [x, normed]);
        AssertSame(Ended(graph, graph.Builder.Node("Relu", "relu", [graph.Norm("alone", x)])), 8, 8);
    }

    [Fact]
    public void Numbers_as_constants_float16_and_casts_and_a_plane_that_is_flattened()
    {
        BackboneGraphs graph = new();
        string x = graph.Conv("conv", graph.Images, 4, 3, 3, 2, [0, 0, 1, 1]);
        TensorProto weight = graph.Builder.Graph.Initializer.Single();
        byte[] halves = [.. weight.RawData.ToByteArray().Chunk(4).SelectMany(four => BitConverter.GetBytes((Half)BitConverter.ToSingle(four)))];
        graph.Builder.Graph.Initializer.Clear();
        TensorProto half = new() { DataType = (int)TensorProto.Types.DataType.Float16, RawData = ByteString.CopyFrom(halves) };
        half.Dims.AddRange(weight.Dims);
        GraphProto numbers = new();
        numbers.Node.Add(Node("Constant", "half", [], new AttributeProto { Name = "value", T = half, Type = AttributeProto.Types.AttributeType.Tensor }));
        numbers.Node.Add(Node("Cast", weight.Name, ["half"], Int("to", (long)TensorProto.Types.DataType.Float)));
        numbers.Node.AddRange(graph.Builder.Graph.Node);
        graph.Builder.Graph.Node.Clear();
        graph.Builder.Graph.Node.AddRange(numbers.Node);
        x = graph.Builder.Node("Identity", "same", [graph.Builder.Node("Relu", "relu", [x])]);
        x = graph.Builder.Node("Reshape", "flat", [x, graph.Builder.Integers("shape", 0, -1)]);
        x = graph.Builder.Node("MatMul", "product", [x, graph.Weights("matrix", 4 * 4 * 4, 5)]);
        x = graph.Builder.Node("Add", "features", [x, graph.Weights("bias", 5)]);
        graph.Builder.Output(x, -1, 5);
        AssertSame(graph.Builder.Graph, 8, 8);
    }

    [Fact]
    public void Of_a_classifier_what_its_last_layer_takes()
    {
        BackboneGraphs graph = new();
        string x = graph.Builder.Node("ReduceMean", "mean", [graph.Conv("conv", graph.Images, 4, 3, 3)], Ints("axes", 2, 3), Int("keepdims", 0));
        x = graph.Builder.Node("Dropout", "dropped", [x]);
        graph.Builder.Node("Softmax", "probabilities", [graph.Builder.Node("Gemm", "logits", [x, graph.Weights("classes", 10, 4), graph.Weights("classes.bias", 10)], Int("transB", 1))]);
        Assert.Equal(4, OnnxGraphReader.Read(graph.Builder.Graph, "dropped").Graph.Features());
    }

    [Fact]
    public void What_fine_tuning_does_not_have_is_named()
    {
        BackboneGraphs graph = new();
        string x = graph.Builder.Node("Sigmoid", "gate", [graph.Conv("conv", graph.Images, 4, 3, 3)]);
        GraphProto sigmoid = Ended(graph, x);
        string message = Assert.Throws<ModelFormatException>(() => OnnxGraphReader.Read(sigmoid, "features")).Message;
        Assert.Contains("operator 'Sigmoid' (node 'gate')", message, StringComparison.Ordinal);
        Assert.Contains("Add, AveragePool, BatchNormalization", message, StringComparison.Ordinal);

        BackboneGraphs ceiling = new();
        x = ceiling.Builder.Node("MaxPool", "pool", [ceiling.Images], Ints("kernel_shape", 2, 2), Int("ceil_mode", 1));
        GraphProto pool = Ended(ceiling, x);
        Assert.Contains("Node 'pool' of the backbone (MaxPool) has ceil_mode", Assert.Throws<ModelFormatException>(() => OnnxGraphReader.Read(pool, "features")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_is_no_image_is_refused()
    {
        GraphBuilder builder = new("last");
        string images = builder.Input("pictures", TensorProto.Types.DataType.Float, -1, 224, 224, 3);
        builder.Output(builder.Node("Relu", "features", [images]), -1, 224, 224, 3);
        Assert.Contains(
            "Input 'pictures' of the backbone is of type 1 and shape [N, 224, 224, 3]",
            Assert.Throws<ModelFormatException>(() => OnnxGraphReader.Read(builder.Graph, "features")).Message,
            StringComparison.Ordinal);
    }

    private static GraphProto Ended(BackboneGraphs graph, string x)
    {
        string pool = graph.Builder.Node("GlobalAveragePool", "mean_of_plane", [x]);
        graph.Builder.Node("Squeeze", "features", [pool, graph.Builder.Integers("plane", 2, 3)]);
        graph.Builder.Graph.Output.Add(new ValueInfoProto { Name = "features", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } });
        return graph.Builder.Graph;
    }

    private static NodeProto Node(string type, string output, string[] inputs, params AttributeProto[] attributes)
    {
        GraphBuilder builder = new("node");
        builder.Node(type, output, inputs, attributes);
        return builder.Graph.Node.Single();
    }

    private static void AssertSame(GraphProto graph, int height, int width)
    {
        float[] images = new float[2 * 3 * height * width];
        Random random = new(3);
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = (2 * random.NextSingle()) - 1;
        }

        using InferenceSession session = new(BackboneGraphs.ToBytes(graph));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs =
            session.Run([NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>(images, [2, 3, height, width]))], ["features"]);
        float[] expected = [.. outputs[0].AsTensor<float>()];
        Assert.Contains(expected, value => Math.Abs(value) > 0.01);

        (NetworkGraph network, float[] weights) = OnnxGraphReader.Read(graph, "features");
        using GraphNetwork torch = new(network, bf16: false, _ => true);
        torch.Load(weights);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor planes = tensor(images, [2, 3, height, width]).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        float[] actual = torch.Forward(planes).contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }
}
