using FashionSpark.Models;
using FashionSpark.Models.Backbones;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using static FashionSpark.Models.Onnx.GraphBuilder;

namespace FashionSpark.Training.Transfer;

/// <summary>Writes backbone and head as one graph: bytes go in, probabilities come out, averaged over the views of an image.</summary>
internal static class TransferExporter
{
    /// <param name="views">Views of an image in the batch; the mirror image of each is made here.</param>
    /// <param name="weights">[classes, features + 1], the bias last.</param>
    public static GraphProto Export(Backbone backbone, int views, ReadOnlySpan<double> weights, int classes)
    {
        BackboneSpec spec = backbone.Spec;
        int count = 2 * views;
        int features = spec.FeatureCount;
        float[] kernel = new float[classes * features];
        float[] bias = new float[classes];
        for (int k = 0; k < classes; k++)
        {
            ReadOnlySpan<double> of = weights.Slice(k * (features + 1), features + 1);
            for (int i = 0; i < features; i++)
            {
                kernel[(k * features) + i] = (float)of[i];
            }

            bias[k] = (float)of[features];
        }

        GraphBuilder graph = new("fashionspark", backbone.Opset);
        (string x, string? map) = BackboneGraph.Add(graph, backbone, mirror: true);
        x = graph.Node("Gemm", "view_logits", [x, graph.Floats("head.weight", kernel, classes, features), graph.Floats("head.bias", bias, classes)], Int("transB", 1));
        x = graph.Node("Reshape", "logits_by_image", [x, graph.Integers("by_image", -1, count, classes)]);
        ProbabilitiesTail.Add(graph, x, classes, viewAxes: 1);
        if (map is not null)
        {
            AddMaps(graph, spec, map, count, classes);
        }

        return graph.Graph;
    }

    /// <summary>
    /// The last map of the first view, and the classes' maps: the head at every position. The mean of a class's map over
    /// its positions, and the bias, is the class's logit, so the map shows where the answer comes from.
    /// </summary>
    private static void AddMaps(GraphBuilder graph, BackboneSpec spec, string map, int views, int classes)
    {
        (int features, int height, int width) = (spec.FeatureCount, spec.MapHeight, spec.MapWidth);
        string x = graph.Node("Reshape", "maps_by_image", [map, graph.Integers("maps_shape", -1, (long)views * features, height, width)]);
        x = graph.Node(
            "Slice", ModelMetadata.ActivationsName,
            [x, graph.Integers("first_channel", 0), graph.Integers("channels_of_a_view", features), graph.Integers("channel_axis", 1)]);
        graph.Output(x, -1, features, height, width);
        string kernel = graph.Node("Reshape", "head.kernel", ["head.weight", graph.Integers("kernel_shape", classes, features, 1, 1)]);
        graph.Output(graph.Node("Conv", ModelMetadata.ClassMapsName, [x, kernel], Ints("kernel_shape", 1, 1)), -1, classes, height, width);
    }
}
