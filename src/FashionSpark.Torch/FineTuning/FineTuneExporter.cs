using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Torch.Graphs;
using static FashionSpark.Models.Onnx.GraphBuilder;

namespace FashionSpark.Torch.FineTuning;

/// <summary>Writes a fine-tuned network as an ONNX graph: bytes of all views go in, one row of probabilities an image comes out.</summary>
internal static class FineTuneExporter
{
    /// <param name="weights">The network's, in the order of its layout.</param>
    public static GraphProto Export(FineTuneRecipe recipe, ReadOnlySpan<float> weights)
    {
        NetworkGraph network = recipe.Graph!;
        GraphBuilder graph = new("fashionspark");
        string pixels = graph.Input(ModelMetadata.InputName, TensorProto.Types.DataType.Uint8, -1, recipe.Size, recipe.Size, network.Channels);
        string x = graph.Node("Cast", "floats", [pixels], Int("to", (long)TensorProto.Types.DataType.Float));
        x = graph.Node("Transpose", "planes", [x], Ints("perm", 0, 3, 1, 2));
        x = graph.Node("Sub", "centred", [x, graph.Floats("mean", [(float)recipe.Mean])]);
        x = graph.Node("Div", "normalised", [x, graph.Floats("deviation", [(float)recipe.Deviation])]);
        if (recipe.Mirror)
        {
            string mirrored = graph.Node(
                "Slice", "mirrored", [x, graph.Integers("last", -1), graph.Integers("before_first", long.MinValue), graph.Integers("axis", 3), graph.Integers("backwards", -1)]);
            x = graph.Node("Concat", "both_ways", [x, mirrored], Int("axis", 0));
        }

        string[] values = GraphExporter.Write(graph, network, x, weights);
        int ways = recipe.Mirror ? 2 : 1;
        int views = Math.Max(1, recipe.Views.Count);
        int classes = (int)network.Steps[^1].Weight[0];
        string logits = graph.Node("Reshape", "logits", [values[^1], graph.Integers("logits_shape", ways, -1, views, classes)]);
        ProbabilitiesTail.Add(graph, logits, classes, 0, 2);
        if (network.LastMap() is { } map)
        {
            AddActivations(graph, values[map], network.PlaneOf(map, recipe.Size), ways, views);
        }

        return graph.Graph;
    }

    /// <summary>The map of each image's first view, not mirrored.</summary>
    private static void AddActivations(GraphBuilder graph, string map, (long Channels, long Height, long Width) plane, int ways, int views)
    {
        string all = graph.Node(
            "Reshape", "maps", [map, graph.Integers("maps_shape", ways, -1, views, plane.Channels, plane.Height, plane.Width)]);
        string first = graph.Node(
            "Slice", "first_maps", [all, graph.Integers("map_begin", 0, 0), graph.Integers("map_end", 1, 1), graph.Integers("map_axes", 0, 2)]);
        graph.Node("Squeeze", ModelMetadata.ActivationsName, [first, graph.Integers("map_squeezed", 0, 2)]);
        graph.Output(ModelMetadata.ActivationsName, -1, plane.Channels, plane.Height, plane.Width);
    }
}
