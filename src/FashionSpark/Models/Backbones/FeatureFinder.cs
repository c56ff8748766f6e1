using FashionSpark.Models.Onnx.Proto;

namespace FashionSpark.Models.Backbones;

/// <summary>Finds the features in a classifier's graph: what its last linear layer takes, and the map they are the average of.</summary>
internal static class FeatureFinder
{
    /// <summary>Input of the last Gemm or MatMul whose weights are constants; null where there is none.</summary>
    public static string? FindFeatures(GraphProto graph)
    {
        HashSet<string> constants = Constants(graph);
        return graph.Node.LastOrDefault(node => node.OpType is "Gemm" or "MatMul" && constants.Contains(node.Input[1]) && !constants.Contains(node.Input[0]))?.Input[0];
    }

    /// <summary>What the average pooling before the features takes; null where something else makes them.</summary>
    public static string? FindMap(GraphProto graph, string features)
    {
        Dictionary<string, NodeProto> makers = graph.Node.SelectMany(node => node.Output.Select(output => (output, node))).ToDictionary(p => p.output, p => p.node);
        string at = features;
        while (makers.TryGetValue(at, out NodeProto? node))
        {
            switch (node.OpType)
            {
                case "GlobalAveragePool" or "AveragePool" or "ReduceMean":
                    return node.Input[0];
                case "Flatten" or "Squeeze" or "Reshape" or "Dropout" or "Identity" or "Cast":
                    at = node.Input[0];
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Tensors that do not depend on the input.</summary>
    private static HashSet<string> Constants(GraphProto graph)
    {
        HashSet<string> constants = [.. graph.Initializer.Select(tensor => tensor.Name), ""];
        foreach (NodeProto node in graph.Node.Where(node => node.OpType == "Constant" || (node.Input.Count > 0 && node.Input.All(constants.Contains))))
        {
            constants.UnionWith(node.Output);
        }

        return constants;
    }
}
