using FashionSpark.Models.Onnx.Proto;

namespace FashionSpark.Torch.Graphs;

/// <summary>
/// An ONNX graph as a <see cref="NetworkGraph"/> and its numbers: from the images to a chosen output. Batch norms become
/// scale and bias of the convolution before them; Cast, Identity and Dropout vanish.
/// </summary>
internal sealed class OnnxGraphReader
{
    private const string Operators =
        "Add, AveragePool, BatchNormalization, Clip, Conv, Dropout, Flatten, Gemm, GlobalAveragePool, Identity, MatMul, MaxPool, ReduceMean, Relu, Relu6, Reshape, Squeeze";

    private readonly OnnxConstants _constants;
    private readonly List<GraphStep> _steps = [];
    private readonly List<float[][]> _weights = [];
    private readonly Dictionary<string, int> _values = [];
    private readonly Dictionary<string, int> _uses;

    private OnnxGraphReader(GraphProto graph, IReadOnlyList<NodeProto> needed)
    {
        _constants = new OnnxConstants(graph);
        _uses = needed.SelectMany(node => node.Input).CountBy(name => name).ToDictionary();
    }

    /// <param name="output">The value that becomes the network's result.</param>
    /// <exception cref="ModelFormatException">An operator or attribute that fine-tuning does not have, by name; an input that is no image.</exception>
    public static (NetworkGraph Graph, float[] Weights) Read(GraphProto graph, string output)
    {
        List<NodeProto> needed = Needed(graph, output);
        (string input, int channels) = ImageInput(graph, needed);
        OnnxGraphReader reader = new(graph, needed);
        reader._values[input] = 0;
        foreach (OnnxNode node in needed.Select(node => new OnnxNode(node)))
        {
            if (reader._constants.Find(node.Output) is null)
            {
                reader.Add(node);
            }
        }

        if (reader._values[output] != reader._steps.Count)
        {
            throw new ModelFormatException($"Output '{output}' of the backbone is not what its last node makes.");
        }

        return (new NetworkGraph(channels, reader._steps), [.. reader._weights.SelectMany(parts => parts).SelectMany(part => part)]);
    }

    /// <summary>The nodes that the output depends on, in their order, which ONNX wants to be one of computation.</summary>
    private static List<NodeProto> Needed(GraphProto graph, string output)
    {
        HashSet<string> names = [output];
        List<NodeProto> needed = [];
        foreach (NodeProto node in graph.Node.Reverse().Where(node => node.Output.Any(names.Contains)))
        {
            names.UnionWith(node.Input);
            needed.Add(node);
        }

        needed.Reverse();
        return needed;
    }

    private static (string Name, int Channels) ImageInput(GraphProto graph, List<NodeProto> needed)
    {
        HashSet<string> used = [.. needed.SelectMany(node => node.Input)];
        ValueInfoProto[] inputs = [.. graph.Input.Where(value => used.Contains(value.Name) && graph.Initializer.All(tensor => tensor.Name != value.Name))];
        if (inputs.Length != 1)
        {
            throw new ModelFormatException($"The backbone has {inputs.Length} inputs ({string.Join(", ", inputs.Select(value => value.Name))}); a network for images has one.");
        }

        TypeProto.Types.Tensor type = inputs[0].Type.TensorType;
        string[] shape = [.. type.Shape.Dim.Select(size => size.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? $"{size.DimValue}" : size.DimParam)];
        if (shape.Length != 4 || shape[1] is not ("1" or "3") || type.ElemType != (int)TensorProto.Types.DataType.Float)
        {
            throw new ModelFormatException(
                $"Input '{inputs[0].Name}' of the backbone is of type {type.ElemType} and shape [{string.Join(", ", shape)}]; fine-tuning takes float (1) images of [n, 1 or 3, height, width].");
        }

        return (inputs[0].Name, (int)type.Shape.Dim[1].DimValue);
    }

    private void Add(OnnxNode node)
    {
        switch (node.Op)
        {
            case "Conv":
                AddConvolution(node);
                break;
            case "BatchNormalization":
                AddNorm(node);
                break;
            case "Clip":
                AddClip(node, Bound(node, 1, "min", double.NegativeInfinity), Bound(node, 2, "max", double.PositiveInfinity));
                break;
            case "Relu":
                AddClip(node, 0, double.PositiveInfinity);
                break;
            case "Relu6":
                AddClip(node, 0, 6);
                break;
            case "Add":
                AddSum(node);
                break;
            case "MaxPool" or "AveragePool":
                AddPool(node);
                break;
            case "GlobalAveragePool":
                Append(node.Output, new GraphStep { Op = GraphOp.GlobalAverage, Name = node.Name, Inputs = [Value(node, 0)] });
                break;
            case "ReduceMean":
                AddMean(node);
                break;
            case "Flatten":
                node.Require(node.Int("axis", 1) == 1, "has another axis than 1");
                AddFlatten(node, Value(node, 0));
                break;
            case "Reshape":
                long[] shape = Constant(node, 1).Integers();
                node.Require(shape.Length == 2 && shape[0] is 0 or -1 or 1, $"has shape [{string.Join(", ", shape)}] and not [images, rest]");
                AddFlatten(node, Value(node, 0));
                break;
            case "Squeeze":
                AddFlatten(node, Value(node, 0));
                break;
            case "Gemm":
                node.Require(node.Float("alpha", 1) == 1 && node.Float("beta", 1) == 1 && node.Int("transA", 0) == 0, "has alpha, beta or transA");
                AddLinear(node, node.Int("transB", 0) == 1, _constants.Find(node.Input(2)));
                break;
            case "MatMul":
                AddLinear(node, transposed: false, bias: null);
                break;
            case "Identity" or "Dropout" or "Cast":
                _values[node.Output] = Value(node, 0);
                break;
            default:
                throw new ModelFormatException(
                    $"The backbone has operator '{node.Op}' (node '{node.Name}'), which fine-tuning does not have. It takes graphs of {Operators}. With --model transfer any operator will do.");
        }
    }

    private void AddConvolution(OnnxNode node)
    {
        OnnxConstant weight = Constant(node, 1);
        node.Require(weight.Shape.Count == 4, "is not over a plane");
        node.Require(node.Text("auto_pad", "NOTSET") is "NOTSET" or "VALID", $"has auto_pad '{node.Text("auto_pad", "")}' instead of pads");
        int outputs = (int)weight.Shape[0];
        GraphStep step = new()
        {
            Op = GraphOp.Convolution,
            Name = node.Name,
            Inputs = [Value(node, 0)],
            Weight = [outputs, weight.Shape[2], weight.Shape[3], weight.Shape[1]],
            Groups = node.Int("group", 1),
            Strides = node.Ints("strides", 1, 1),
            Dilations = node.Ints("dilations", 1, 1),
            Pads = node.Ints("pads", 0, 0, 0, 0),
        };
        float[] scale = new float[outputs];
        scale.AsSpan().Fill(1);
        float[] bias = _constants.Find(node.Input(2)) is { } given ? Floats(given.Values) : new float[outputs];
        Append(node.Output, step, ChannelsLast(weight), scale, bias);
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) * gamma + beta, into the convolution before it or as one of 1x1 a channel.</summary>
    private void AddNorm(OnnxNode node)
    {
        (double[] gamma, double[] beta, double[] mean, double[] variance) =
            (Constant(node, 1).Values, Constant(node, 2).Values, Constant(node, 3).Values, Constant(node, 4).Values);
        double epsilon = node.Float("epsilon", 1e-5);
        int value = Value(node, 0);
        bool folds = value == _steps.Count && value > 0 && _steps[^1].Op == GraphOp.Convolution && _uses[node.Input(0)] == 1;
        if (!folds)
        {
            Append(
                node.Output + ".plain",
                new GraphStep { Op = GraphOp.Convolution, Name = node.Name, Inputs = [value], Weight = [gamma.Length, 1, 1, 1], Groups = gamma.Length },
                Ones(gamma.Length),
                Ones(gamma.Length),
                new float[gamma.Length]);
        }

        float[][] parts = _weights[^1];
        for (int i = 0; i < gamma.Length; i++)
        {
            double factor = gamma[i] / Math.Sqrt(variance[i] + epsilon);
            parts[2][i] = (float)(((parts[2][i] - mean[i]) * factor) + beta[i]);
            parts[1][i] = (float)(parts[1][i] * factor);
        }

        _values[node.Output] = _steps.Count;
    }

    private double Bound(OnnxNode node, int input, string attribute, double otherwise) => node.Input(input).Length > 0
        ? Constant(node, input).Values[0]
        : node.Float(attribute, otherwise);

    private void AddClip(OnnxNode node, double low, double high) =>
        Append(node.Output, new GraphStep { Op = GraphOp.Clip, Name = node.Name, Inputs = [Value(node, 0)], Low = low, High = high });

    private void AddSum(OnnxNode node)
    {
        int constant = _constants.Find(node.Input(0)) is not null ? 0 : 1;
        if (_constants.Find(node.Input(constant)) is not { } bias)
        {
            Append(node.Output, new GraphStep { Op = GraphOp.Add, Name = node.Name, Inputs = [Value(node, 0), Value(node, 1)] });
            return;
        }

        // What PyTorch and Keras make of a linear layer's bias.
        int value = Value(node, 1 - constant);
        node.Require(
            value == _steps.Count && value > 0 && IsBias(bias, _steps[^1]) && _uses[node.Input(1 - constant)] == 1,
            $"adds a constant of shape [{string.Join(", ", bias.Shape)}] that is no layer's bias");
        float[] sums = _weights[^1][^1];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += (float)bias.Values[i];
        }

        _values[node.Output] = _steps.Count;
    }

    /// <summary>Numbers along the channels: [out] after a linear layer, [out, 1, 1] or [1, out, 1, 1] after a convolution.</summary>
    private static bool IsBias(OnnxConstant constant, GraphStep step) =>
        step.HasWeights() && constant.Values.Length == step.Weight[0]
        && (step.Op == GraphOp.Linear ? constant.Shape is [.., var last] && last == step.Weight[0] : constant.Shape is [.., 1, 1]);

    private void AddPool(OnnxNode node)
    {
        node.Require(node.Int("ceil_mode", 0) == 0, "has ceil_mode");
        node.Require(node.Ints("dilations", 1, 1) is [1, 1], "has dilations");
        node.Require(node.Text("auto_pad", "NOTSET") is "NOTSET" or "VALID", $"has auto_pad '{node.Text("auto_pad", "")}' instead of pads");
        Append(node.Output, new GraphStep
        {
            Op = node.Op == "MaxPool" ? GraphOp.MaxPool : GraphOp.AveragePool,
            Name = node.Name,
            Inputs = [Value(node, 0)],
            Kernel = node.Ints("kernel_shape"),
            Strides = node.Ints("strides", 1, 1),
            Pads = node.Ints("pads", 0, 0, 0, 0),
            CountPadding = node.Int("count_include_pad", 0) == 1,
        });
    }

    private void AddMean(OnnxNode node)
    {
        long[] axes = node.Input(1).Length > 0 ? Constant(node, 1).Integers() : node.Ints("axes");
        node.Require(axes.Select(axis => axis < 0 ? axis + 4 : axis).Order().SequenceEqual([2, 3]), $"is over axes [{string.Join(", ", axes)}] and not over the plane");
        Append(node.Output, new GraphStep { Op = GraphOp.GlobalAverage, Name = node.Name, Inputs = [Value(node, 0)] });
        if (node.Int("keepdims", 1) == 0)
        {
            AddFlatten(node, _steps.Count);
        }
    }

    private void AddFlatten(OnnxNode node, int value) =>
        Append(node.Output, new GraphStep { Op = GraphOp.Flatten, Name = node.Name, Inputs = [value] });

    private void AddLinear(OnnxNode node, bool transposed, OnnxConstant? bias)
    {
        OnnxConstant weight = Constant(node, 1);
        node.Require(weight.Shape.Count == 2, "multiplies by no matrix");
        (int rows, int columns) = ((int)weight.Shape[0], (int)weight.Shape[1]);
        float[] values = Floats(weight.Values);
        if (!transposed)
        {
            values = [.. Enumerable.Range(0, values.Length).Select(i => (float)weight.Values[((i % rows) * columns) + (i / rows)])];
            (rows, columns) = (columns, rows);
        }

        GraphStep step = new() { Op = GraphOp.Linear, Name = node.Name, Inputs = [Value(node, 0)], Weight = [rows, columns] };
        Append(node.Output, step, values, bias is null ? new float[rows] : Floats(bias.Values));
    }

    private void Append(string output, GraphStep step, params float[][] weights)
    {
        _steps.Add(step);
        _weights.Add(weights);
        _values[output] = _steps.Count;
    }

    private int Value(OnnxNode node, int input) => _values.TryGetValue(node.Input(input), out int value)
        ? value
        : throw new ModelFormatException($"Node '{node.Name}' of the backbone ({node.Op}) takes '{node.Input(input)}', which is made by no node before it.");

    private OnnxConstant Constant(OnnxNode node, int input) => _constants.Find(node.Input(input))
        ?? throw new ModelFormatException($"Node '{node.Name}' of the backbone ({node.Op}) computes its input '{node.Input(input)}'; fine-tuning wants it as numbers in the file.");

    /// <summary>[out, in, height, width] to [out, height, width, in].</summary>
    private static float[] ChannelsLast(OnnxConstant weight)
    {
        int channels = (int)weight.Shape[1];
        int area = (int)(weight.Shape[2] * weight.Shape[3]);
        float[] result = new float[weight.Values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            (int rest, int channel) = Math.DivRem(i, channels);
            (int output, int place) = Math.DivRem(rest, area);
            result[i] = (float)weight.Values[(((output * channels) + channel) * area) + place];
        }

        return result;
    }

    private static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];

    private static float[] Ones(int count)
    {
        float[] ones = new float[count];
        ones.AsSpan().Fill(1);
        return ones;
    }
}
