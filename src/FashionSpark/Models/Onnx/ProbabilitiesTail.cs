using static FashionSpark.Models.Onnx.GraphBuilder;

namespace FashionSpark.Models.Onnx;

/// <summary>
/// The end of every graph of ours: p = mean over the views of softmax(logits), probabilities = softmax(log(p) /
/// temperature). With temperature 1 they are p. So the temperature can be fitted from the probabilities alone, for any
/// kind of model, and be set in the file without touching the rest (<see cref="OnnxModelFile.SetMetadata"/>).
/// </summary>
internal static class ProbabilitiesTail
{
    /// <summary>
    /// Added before the logarithm: a probability that underflowed to 0 gives -87, not minus infinity, and any that float32
    /// tells from it is unchanged. The smallest normal number, because runtimes may flush smaller ones to 0.
    /// </summary>
    private const float Tiny = 1.17549435e-38f;

    /// <param name="logits">Tensor with the classes in its last axis and, without the view axes, the images in its first.</param>
    /// <param name="viewAxes">Axes over which views are averaged; none where an image has one view.</param>
    public static void Add(GraphBuilder graph, string logits, int classes, params long[] viewAxes)
    {
        string p = graph.Node("Softmax", "view_probabilities", [logits], Int("axis", -1));
        if (viewAxes.Length > 0)
        {
            p = graph.Mean("mean_probabilities", p, viewAxes);
        }

        p = graph.Node("Log", "log_probabilities", [graph.Node("Add", "positive_probabilities", [p, graph.Floats("tiny", [Tiny])])]);
        p = graph.Node("Div", "calibrated", [p, graph.Floats(ModelMetadata.TemperatureName, [1f])]);
        graph.Output(graph.Node("Softmax", ModelMetadata.ProbabilitiesName, [p], Int("axis", -1)), -1, classes);
    }
}
