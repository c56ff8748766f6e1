using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using static FashionSpark.Models.Onnx.GraphBuilder;

namespace FashionSpark.Torch.Graphs;

/// <summary>Writes a <see cref="NetworkGraph"/> into an ONNX graph, batch norms folded into the weights.</summary>
internal static class GraphExporter
{
    /// <param name="builder">The graph that grows.</param>
    /// <param name="images">Name of the normalised images [n, channels, height, width] in it.</param>
    /// <param name="weights">In the order of the graph's layout.</param>
    /// <returns>Names of the values: 0 is the images, i + 1 what step i makes.</returns>
    public static string[] Write(GraphBuilder builder, NetworkGraph graph, string images, ReadOnlySpan<float> weights)
    {
        GraphLayout layout = new(graph);
        string[] values = new string[graph.Steps.Count + 1];
        values[0] = images;
        for (int i = 0; i < graph.Steps.Count; i++)
        {
            GraphStep step = graph.Steps[i];
            string output = $"step{i}";
            string x = values[step.Inputs[0]];
            values[i + 1] = step.Op switch
            {
                GraphOp.Convolution => Convolution(builder, step, layout, i, x, weights),
                GraphOp.Linear => builder.Node(
                    "Gemm",
                    output,
                    [
                        x,
                        builder.Floats($"{output}.weight", layout.Slot(i, SlotRole.Weight).Of(weights), [.. step.Weight]),
                        builder.Floats($"{output}.bias", layout.Slot(i, SlotRole.Bias).Of(weights), step.Weight[0]),
                    ],
                    Int("transB", 1)),
                GraphOp.Clip when step.Low == 0 && double.IsPositiveInfinity(step.High) => builder.Node("Relu", output, [x]),
                GraphOp.Clip => builder.Node("Clip", output, [x, Bound(builder, $"{output}.low", step.Low), Bound(builder, $"{output}.high", step.High)]),
                GraphOp.Add => builder.Node("Add", output, [x, values[step.Inputs[1]]]),
                GraphOp.MaxPool => builder.Node("MaxPool", output, [x], [.. Window(step, step.Kernel)]),
                GraphOp.AveragePool => builder.Node(
                    "AveragePool", output, [x], [.. Window(step, step.Kernel), Int("count_include_pad", step.CountPadding ? 1 : 0)]),
                GraphOp.GlobalAverage => builder.Node("GlobalAveragePool", output, [x]),
                _ => builder.Node("Flatten", output, [x], Int("axis", 1)),
            };
        }

        return values;
    }

    private static string Bound(GraphBuilder builder, string name, double value) =>
        double.IsInfinity(value) ? "" : builder.Floats(name, [(float)value]);

    private static string Convolution(
        GraphBuilder builder, GraphStep step, GraphLayout layout, int number, string x, ReadOnlySpan<float> weights)
    {
        string output = $"step{number}";
        ReadOnlySpan<float> weight = layout.Slot(number, SlotRole.Weight).Of(weights);
        ReadOnlySpan<float> scale = layout.Slot(number, SlotRole.Scale).Of(weights);
        (int area, int channels) = ((int)(step.Weight[1] * step.Weight[2]), (int)step.Weight[3]);
        float[] planes = new float[weight.Length];
        for (int i = 0; i < planes.Length; i++)
        {
            (int rest, int place) = Math.DivRem(i, area);
            (int to, int channel) = Math.DivRem(rest, channels);
            planes[i] = weight[(((to * area) + place) * channels) + channel] * scale[to];
        }

        return builder.Node(
            "Conv",
            output,
            [
                x,
                builder.Floats($"{output}.weight", planes, step.Weight[0], step.Weight[3], step.Weight[1], step.Weight[2]),
                builder.Floats($"{output}.bias", layout.Slot(number, SlotRole.Bias).Of(weights), step.Weight[0]),
            ],
            [.. Window(step, [step.Weight[1], step.Weight[2]]), Int("group", step.Groups), Ints("dilations", [.. step.Dilations])]);
    }

    private static AttributeProto[] Window(GraphStep step, IReadOnlyList<long> kernel) =>
        [Ints("kernel_shape", [.. kernel]), Ints("strides", [.. step.Strides]), Ints("pads", [.. step.Pads])];
}
