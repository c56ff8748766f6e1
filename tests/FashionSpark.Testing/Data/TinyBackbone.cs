using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using Google.Protobuf;
using static FashionSpark.Models.Onnx.GraphBuilder;

namespace FashionSpark.Testing.Data;

/// <summary>
/// A classifier of images as others export them: convolution, ReLU, average, linear layer, with weights from a seed. Some of
/// its names are those that graphs of ours use.
/// </summary>
public sealed record TinyBackbone
{
    public int Features { get; init; } = 8;

    /// <summary>Input shape; -1 = any.</summary>
    public IReadOnlyList<long> Shape { get; init; } = [-1, 3, -1, -1];

    /// <summary>Whether the axes are batch, height, width, channels.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether a linear layer follows the features.</summary>
    public bool Classifier { get; init; } = true;

    /// <summary>Whether features come from a Reshape to one image, as exporters with a fixed batch write it.</summary>
    public bool FixedBatch { get; init; }

    /// <summary>What is added to every feature.</summary>
    public float Offset { get; init; }

    public int Opset { get; init; } = 17;

    public int Seed { get; init; } = 1;

    /// <summary>Metadata property <c>fashionspark.backbone</c>.</summary>
    public string? Metadata { get; init; }

    public void Write(string path)
    {
        Random random = new(Seed);
        float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
        GraphBuilder graph = new("classifier");
        string x = graph.Input("pixels", TensorProto.Types.DataType.Float, [.. Shape]);
        int channels = (int)(ChannelsLast ? Shape[3] : Shape[1]);
        channels = channels < 0 ? 3 : channels;
        if (ChannelsLast)
        {
            x = graph.Node("Transpose", "planes", [x], Ints("perm", 0, 3, 1, 2));
        }

        x = graph.Node("Conv", "floats", [x, graph.Floats("mean", Weights(Features * channels * 9), Features, channels, 3, 3)], Ints("pads", 1, 1, 1, 1), Ints("strides", 4, 4));
        x = graph.Node("Add", "shifted", [graph.Node("Relu", "probabilities", [x]), graph.Floats("offset", [Offset])]);
        x = graph.Node("GlobalAveragePool", "pool", [x]);
        x = FixedBatch
            ? graph.Node("Reshape", "features", [x, graph.Integers("one", 1, Features)])
            : graph.Node("Flatten", "features", [x], Int("axis", 1));
        if (Classifier)
        {
            x = graph.Node("Gemm", "logits", [x, graph.Floats("head.weight", Weights(Features * 5), Features, 5)]);
        }

        graph.Output(x, -1, Classifier ? 5 : Features);
        ModelProto model = new() { IrVersion = 8, Graph = graph.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        if (Metadata is not null)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = "fashionspark.backbone", Value = Metadata });
        }

        File.WriteAllBytes(path, model.ToByteArray());
    }
}
