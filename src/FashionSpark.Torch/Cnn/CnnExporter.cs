using FashionSpark.Models;
using FashionSpark.Models.Onnx;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Torch.Training;
using static FashionSpark.Models.Onnx.GraphBuilder;

namespace FashionSpark.Torch.Cnn;

/// <summary>
/// Writes a network as an ONNX graph: bytes go in, probabilities come out. Normalisation is inside, and batch norms are
/// folded into the convolutions, so that ONNX Runtime sees only Conv, MaxPool, Relu and Add.
/// </summary>
internal static class CnnExporter
{
    private const double NormEpsilon = 1e-5;

    /// <param name="views">1, or 2: the image and its mirror image.</param>
    public static GraphProto Export(NetworkSpec network, ReadOnlySpan<float> weights, ImageShape shape, int views)
    {
        WeightLayout layout = new(network);
        GraphBuilder graph = new("fashionspark");
        string x = Normalised(graph, shape);
        if (views == 2)
        {
            string mirrored = graph.Node(
                "Slice", "mirrored", [x, graph.Integers("last", -1), graph.Integers("before_first", long.MinValue), graph.Integers("axis", 3), graph.Integers("backwards", -1)]);
            x = graph.Node("Concat", "views", [x, mirrored], Int("axis", 0));
        }

        (int height, int width) = (shape.Height, shape.Width);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            // The last map of the first view is an output of its own, for the heat map.
            bool named = i == network.Layers.Count - 1 && views == 1;
            x = Layer(graph, network.Layers[i], i, layout, weights, x, named ? ModelMetadata.ActivationsName : $"layer{i}");
            (height, width) = (network.Layers[i].OutputSide(height), network.Layers[i].OutputSide(width));
        }

        string map = x;
        WeightSlot linear = layout.Slots[^2];
        WeightSlot bias = layout.Slots[^1];
        x = graph.Node("Flatten", "features", [graph.Node("GlobalMaxPool", "maxima", [map])], Int("axis", 1));
        x = graph.Node(
            "Gemm",
            "logits",
            [x, graph.Floats("linear.weight", WeightLayout.Of(weights, linear), [.. linear.Shape]), graph.Floats("linear.bias", WeightLayout.Of(weights, bias), [.. bias.Shape])],
            Int("transB", 1));
        if (views == 2)
        {
            x = graph.Node("Reshape", "logits_of_views", [x, graph.Integers("views_shape", 2, -1, network.Classes)]);
            graph.Node("Split", [ModelMetadata.ActivationsName, "mirrored_activations"], [map], Int("axis", 0));
            ProbabilitiesTail.Add(graph, x, network.Classes, viewAxes: 0);
        }
        else
        {
            ProbabilitiesTail.Add(graph, x, network.Classes);
        }

        graph.Output(ModelMetadata.ActivationsName, -1, network.Features, height, width);
        return graph.Graph;
    }

    /// <summary>Bytes [n, height, width, channels] to normalised floats [n, channels, height, width].</summary>
    private static string Normalised(GraphBuilder graph, ImageShape shape)
    {
        string pixels = graph.Input(
            ModelMetadata.InputName, TensorProto.Types.DataType.Uint8, -1, shape.Height, shape.Width, shape.Channels);
        string x = graph.Node("Cast", "floats", [pixels], Int("to", (long)TensorProto.Types.DataType.Float));

        // With one channel the order of axes in memory is the same already.
        x = shape.Channels == 1
            ? graph.Node("Reshape", "planes", [x, graph.Integers("planes_shape", -1, 1, shape.Height, shape.Width)])
            : graph.Node("Transpose", "planes", [x], Ints("perm", 0, 3, 1, 2));
        float[] mean = [.. shape.Mean.Select(value => (float)value)];
        float[] deviation = [.. shape.StandardDeviation.Select(value => (float)Math.Max(value, ImageShape.LeastDeviation))];
        x = graph.Node("Sub", "centred", [x, graph.Floats("mean", mean, 1, shape.Channels, 1, 1)]);
        return graph.Node("Div", "normalised", [x, graph.Floats("deviation", deviation, 1, shape.Channels, 1, 1)]);
    }

    private static string Layer(
        GraphBuilder graph, LayerSpec layer, int number, WeightLayout layout, ReadOnlySpan<float> weights, string x, string output)
    {
        ReadOnlySpan<float> gamma = WeightLayout.Of(weights, layout.Slot(number, WeightKind.Gamma));
        ReadOnlySpan<float> beta = WeightLayout.Of(weights, layout.Slot(number, WeightKind.Beta));
        ReadOnlySpan<float> mean = WeightLayout.Of(weights, layout.Slot(number, WeightKind.Mean));
        ReadOnlySpan<float> variance = WeightLayout.Of(weights, layout.Slot(number, WeightKind.Variance));
        float[] scale = new float[layer.Out];
        float[] shift = new float[layer.Out];
        for (int i = 0; i < layer.Out; i++)
        {
            double s = gamma[i] / Math.Sqrt(variance[i] + NormEpsilon);
            scale[i] = (float)s;
            shift[i] = (float)(beta[i] - (mean[i] * s));
        }

        // A maximum changes places with a scale only where the scale is not negative.
        bool fold = layer.Kind != LayerKind.Pool || !scale.AsSpan().ContainsAnyInRange(float.NegativeInfinity, -float.Epsilon);
        ReadOnlySpan<float> kernel = WeightLayout.Of(weights, layout.Slot(number, WeightKind.Convolution));
        List<string> inputs = [x, graph.Floats($"conv{number}.weight", ToPlanes(kernel, layer, fold ? scale : null), layer.Out, layer.In, layer.KernelSize, layer.KernelSize)];
        if (fold)
        {
            inputs.Add(graph.Floats($"conv{number}.bias", shift, layer.Out));
        }

        string y = graph.Node(
            "Conv",
            $"conv{number}",
            [.. inputs],
            Ints("kernel_shape", layer.KernelSize, layer.KernelSize),
            Ints("pads", 1, 1, 1, 1),
            Ints("strides", layer.Stride, layer.Stride));
        if (layer.Kind == LayerKind.Pool)
        {
            y = graph.Node("MaxPool", $"pool{number}", [y], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2));
        }

        if (!fold)
        {
            y = graph.Node("Mul", $"scaled{number}", [y, graph.Floats($"norm{number}.scale", scale, 1, layer.Out, 1, 1)]);
            y = graph.Node("Add", $"shifted{number}", [y, graph.Floats($"norm{number}.shift", shift, 1, layer.Out, 1, 1)]);
        }

        return layer.Kind == LayerKind.Residual
            ? graph.Node("Add", output, [x, graph.Node("Relu", $"relu{number}", [y])])
            : graph.Node("Relu", output, [y]);
    }

    /// <summary>[out, height, width, in] to ONNX's [out, in, height, width], each output channel times its scale.</summary>
    private static float[] ToPlanes(ReadOnlySpan<float> kernel, LayerSpec layer, float[]? scale)
    {
        int area = layer.KernelSize * layer.KernelSize;
        float[] planes = new float[kernel.Length];
        for (int o = 0; o < layer.Out; o++)
        {
            for (int p = 0; p < area; p++)
            {
                for (int c = 0; c < layer.In; c++)
                {
                    planes[(((o * layer.In) + c) * area) + p] = kernel[(((o * area) + p) * layer.In) + c] * (scale?[o] ?? 1);
                }
            }
        }

        return planes;
    }
}
