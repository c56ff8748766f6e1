using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using static FashionSpark.Models.Onnx.GraphBuilder;

namespace FashionSpark.Models.Backbones;

/// <summary>Puts a backbone into a graph of ours: pixels, scaling, mirror images, its own nodes as they are, features.</summary>
internal static class BackboneGraph
{
    /// <summary>Keeps the backbone's names apart from ours.</summary>
    private const string Prefix = "backbone/";

    /// <summary>Features [images x views, features], and the map they are the average of, where there is one.</summary>
    public static (string Features, string? Map) Add(GraphBuilder graph, Backbone backbone, bool mirror)
    {
        BackboneSpec spec = backbone.Spec;
        Dictionary<string, string> names = AddNetwork(graph, backbone, AddInput(graph, spec.Input, mirror));
        string features = Single(graph, "features_as_single", names[spec.Features], spec);
        if (!spec.Pooled)
        {
            features = graph.Node("GlobalAveragePool", "pooled", [features]);
        }

        features = graph.Node("Flatten", "features", [features], Int("axis", 1));
        return (features, spec.Map is null ? null : Single(graph, "map_as_single", names[spec.Map], spec));
    }

    /// <summary>Input <c>pixels</c>, bytes [n, height, width, 3], scaled and in the network's order; with mirror images, each after its picture.</summary>
    public static string AddInput(GraphBuilder graph, BackboneInput input, bool mirror)
    {
        (int size, int channels) = (input.Size, BackboneInput.Channels);
        string x = graph.Input(ModelMetadata.InputName, TensorProto.Types.DataType.Uint8, -1, size, size, channels);
        x = graph.Node("Cast", "floats", [x], Int("to", (long)TensorProto.Types.DataType.Float));
        if (input.Order == ChannelOrder.Bgr)
        {
            x = graph.Node("Gather", "bgr", [x, graph.Integers("blue_green_red", 2, 1, 0)], Int("axis", 3));
        }

        x = graph.Node("Sub", "centred", [x, graph.Floats("mean", [.. input.Mean], channels)]);
        x = graph.Node("Div", "scaled", [x, graph.Floats("scale", [.. input.Scale], channels)]);
        if (mirror)
        {
            string[] backwards = [x, graph.Integers("last", -1), graph.Integers("before_first", long.MinValue), graph.Integers("columns", 2), graph.Integers("step_back", -1)];
            string one = graph.Integers("one_by_one", -1, 1, size, size, channels);
            x = graph.Node(
                "Concat", "pairs",
                [graph.Node("Reshape", "pictures", [x, one]), graph.Node("Reshape", "mirror_images", [graph.Node("Slice", "mirrored", backwards), one])],
                Int("axis", 1));
            x = graph.Node("Reshape", "views", [x, graph.Integers("all_views", -1, size, size, channels)]);
        }

        if (input.Layout == TensorLayout.Nchw)
        {
            x = graph.Node("Transpose", "planes", [x], Ints("perm", 0, 3, 1, 2));
        }

        return input.Half ? graph.Node("Cast", "halves", [x], Int("to", (long)TensorProto.Types.DataType.Float16)) : x;
    }

    /// <summary>The nodes that features and map need, as they are in the file; returns the new name of every tensor.</summary>
    public static Dictionary<string, string> AddNetwork(GraphBuilder graph, Backbone backbone, string input)
    {
        GraphProto source = backbone.Model.Graph;
        Dictionary<string, string> names = new() { [""] = "", [backbone.Spec.Input.Name] = input };
        HashSet<string> needed = [backbone.Spec.Features];
        List<NodeProto> nodes = [];
        foreach (NodeProto node in source.Node.Reverse().Where(node => node.Output.Any(needed.Contains)))
        {
            nodes.Add(node);
            needed.UnionWith(node.Input);
            needed.UnionWith(OuterNames(node));
        }

        foreach (string name in needed.Union(nodes.SelectMany(node => node.Output)))
        {
            names.TryAdd(name, Prefix + name);
        }

        foreach (TensorProto tensor in source.Initializer.Where(tensor => needed.Contains(tensor.Name)))
        {
            TensorProto copy = tensor.Clone();
            copy.Name = names[tensor.Name];
            graph.Graph.Initializer.Add(copy);
        }

        foreach (NodeProto node in Enumerable.Reverse(nodes))
        {
            graph.Graph.Node.Add(Renamed(node, names));
        }

        return names;
    }

    private static NodeProto Renamed(NodeProto node, Dictionary<string, string> names)
    {
        NodeProto copy = node.Clone();
        copy.Name = node.Name.Length > 0 ? Prefix + node.Name : "";
        Rename(copy, names);
        return copy;
    }

    /// <summary>Gives a node, and the graphs inside it (of If and Loop), the new names; names that a graph inside makes are its own.</summary>
    private static void Rename(NodeProto node, Dictionary<string, string> names)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            node.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
        }

        for (int i = 0; i < node.Output.Count; i++)
        {
            node.Output[i] = names.GetValueOrDefault(node.Output[i], node.Output[i]);
        }

        foreach (NodeProto inner in node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => attribute.G.Node))
        {
            Rename(inner, names);
        }
    }

    /// <summary>What the graphs inside a node take from around it.</summary>
    private static IEnumerable<string> OuterNames(NodeProto node) => node.Attribute
        .Where(attribute => attribute.G is not null)
        .SelectMany(attribute => attribute.G.Node)
        .SelectMany(inner => inner.Input.Concat(OuterNames(inner)));

    private static string Single(GraphBuilder graph, string name, string tensor, BackboneSpec spec) =>
        spec.Input.Half ? graph.Node("Cast", name, [tensor], Int("to", (long)TensorProto.Types.DataType.Float)) : tensor;
}
