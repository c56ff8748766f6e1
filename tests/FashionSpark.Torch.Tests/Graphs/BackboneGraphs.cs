using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using Google.Protobuf;
using static FashionSpark.Models.Onnx.GraphBuilder;

namespace FashionSpark.Torch.Tests.Graphs;

/// <summary>Small made-up backbones with random weights.</summary>
internal sealed class BackboneGraphs
{
    private readonly Random _random = new(7);

    public GraphBuilder Builder { get; } = new("backbone");

    public string Images { get; }

    public BackboneGraphs(int channels = 3) => Images = Builder.Input("images", TensorProto.Types.DataType.Float, -1, channels, -2, -3);

    /// <summary>A network for 3 classes: 8x8 and larger, of the operators of mobile networks.</summary>
    public static GraphProto Mobile(int channels = 3)
    {
        BackboneGraphs graph = new(channels);
        string x = graph.Norm("stem", graph.Conv("stem", graph.Images, 8, channels, 3, 2, pads: [0, 0, 1, 1]));
        x = graph.Builder.Node("Relu", "stem.relu", [x]);
        string y = graph.Norm("wide", graph.Conv("wide", x, 16, 8, 1));
        y = graph.Clip("wide.clip", y, 0, 6);
        y = graph.Norm("deep", graph.Conv("deep", y, 16, 1, 3, pads: [1, 1, 1, 1], groups: 16));
        y = graph.Clip("deep.clip", y, 0, 6);
        y = graph.Norm("narrow", graph.Conv("narrow", y, 8, 16, 1));
        x = graph.Builder.Node("Add", "sum", [x, y]);
        x = graph.Builder.Node("Relu", "head.relu", [graph.Norm("head", graph.Conv("head", x, 12, 8, 1))]);
        x = graph.Builder.Node("GlobalAveragePool", "pool", [x]);
        x = graph.Builder.Node("Flatten", "features", [x], Int("axis", 1));
        graph.Builder.Output(x, -1, 12);
        return graph.Builder.Graph;
    }

    public string Conv(
        string name, string x, int outputs, int inputs, int side, int stride = 1, long[]? pads = null, int groups = 1, int dilation = 1, bool bias = false)
    {
        List<string> from = [x, Weights($"{name}.weight", outputs, inputs, side, side)];
        if (bias)
        {
            from.Add(Weights($"{name}.bias", outputs));
        }

        return Builder.Node(
            "Conv", name, [.. from],
            Ints("pads", pads ?? [0, 0, 0, 0]), Ints("strides", stride, stride), Int("group", groups), Ints("dilations", dilation, dilation));
    }

    public string Norm(string name, string x)
    {
        int channels = (int)Builder.Graph.Initializer.Last(tensor => tensor.Dims.Count == 4).Dims[0];
        float[] Around(float centre) => [.. Enumerable.Range(0, channels).Select(_ => centre + (0.5f * (_random.NextSingle() - 0.5f)))];
        return Builder.Node(
            "BatchNormalization",
            $"{name}.norm",
            [
                x, Builder.Floats($"{name}.gamma", Around(1), channels), Builder.Floats($"{name}.beta", Around(0), channels),
                Builder.Floats($"{name}.mean", Around(0), channels), Builder.Floats($"{name}.variance", Around(1), channels),
            ],
            new AttributeProto { Name = "epsilon", F = 1e-3f, Type = AttributeProto.Types.AttributeType.Float });
    }

    public string Clip(string name, string x, float low, float high) =>
        Builder.Node("Clip", name, [x, Builder.Floats($"{name}.low", [low]), Builder.Floats($"{name}.high", [high])]);

    /// <summary>Numbers of the size that keeps a layer's output near its input's.</summary>
    public string Weights(string name, params long[] shape)
    {
        double scale = shape.Length < 2 ? 0.3 : Math.Sqrt(3.0 / shape.Skip(1).Aggregate(1L, (product, size) => product * size));
        long count = shape.Aggregate(1L, (product, size) => product * size);
        return Builder.Floats(name, [.. Enumerable.Range(0, (int)count).Select(_ => (float)(scale * ((2 * _random.NextDouble()) - 1)))], shape);
    }

    /// <summary>A file's bytes, in an opset that has what the graph uses.</summary>
    public static byte[] ToBytes(GraphProto graph, int opset = 17)
    {
        ModelProto model = new() { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        return model.ToByteArray();
    }
}
