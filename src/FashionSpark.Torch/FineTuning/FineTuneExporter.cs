using FashionSpark.Models;
using FashionSpark.Models.Backbones;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Torch.Graphs;

namespace FashionSpark.Torch.FineTuning;

/// <summary>Writes a fine-tuned network as an ONNX graph: bytes of all views go in, one row of probabilities an image comes out.</summary>
internal static class FineTuneExporter
{
    /// <param name="weights">The network's, in the order of its layout.</param>
    public static GraphProto Export(FineTuneRecipe recipe, ReadOnlySpan<float> weights)
    {
        NetworkGraph network = recipe.Graph!;
        GraphBuilder graph = new("fashionspark");
        string images = BackboneGraph.AddInput(graph, recipe.Input! with { Size = recipe.Size }, recipe.Mirror);
        string[] values = GraphExporter.Write(graph, network, images, weights);
        int views = Math.Max(1, recipe.Views.Count) * (recipe.Mirror ? 2 : 1);
        int classes = (int)network.Steps[^1].Weight[0];
        string logits = graph.Node("Reshape", "logits", [values[^1], graph.Integers("logits_shape", -1, views, classes)]);
        ProbabilitiesTail.Add(graph, logits, classes, 1);
        if (network.LastMap() is { } map)
        {
            AddActivations(graph, values[map], network.PlaneOf(map, recipe.Size), views);
        }

        return graph.Graph;
    }

    /// <summary>The map of each image's first view.</summary>
    private static void AddActivations(GraphBuilder graph, string map, (long Channels, long Height, long Width) plane, int views)
    {
        string all = graph.Node("Reshape", "maps", [map, graph.Integers("maps_shape", -1, views, plane.Channels, plane.Height, plane.Width)]);
        string first = graph.Node(
            "Slice", "first_maps", [all, graph.Integers("map_begin", 0), graph.Integers("map_end", 1), graph.Integers("map_axis", 1)]);
        graph.Node("Squeeze", ModelMetadata.ActivationsName, [first, graph.Integers("map_squeezed", 1)]);
        graph.Output(ModelMetadata.ActivationsName, -1, plane.Channels, plane.Height, plane.Width);
    }
}
