using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace FashionSpark.Torch.Graphs;

/// <summary>
/// A <see cref="NetworkGraph"/> in TorchSharp: float32 weights in channels-last order, batch norms folded on the fly (the
/// weights are trained, their scales are not), convolutions in bfloat16 where asked for.
/// </summary>
/// <remarks>
/// libtorch pads alike on both sides, networks from TensorFlow more at the end. Where they do, pictures and kernels are
/// turned by 180 degrees: then the larger padding comes first, and padding alike on both sides computes the same without a
/// copy, because the stride never reaches the end.
/// </remarks>
internal sealed class GraphNetwork : IDisposable
{
    private readonly Tensor[] _tensors;
    private readonly int[] _lastUses;
    private readonly bool _turned;

    /// <param name="isTrained">Which of the slots are trained; scales never are.</param>
    public GraphNetwork(NetworkGraph graph, bool bf16, Func<GraphSlot, bool> isTrained)
    {
        OneDnn.Prepare();
        Graph = graph;
        Bf16 = bf16;
        Layout = new GraphLayout(graph);
        Trained = [.. Layout.Slots.Where(slot => slot.Role != SlotRole.Scale && isTrained(slot))];
        _tensors = [.. Layout.Slots.Select(slot => zeros([.. slot.Shape]).requires_grad_(Trained.Contains(slot)).DetachFromDisposeScope())];
        Parameters = [.. Trained.Select(Tensor)];
        _lastUses = graph.LastUses();
        _turned = graph.Steps.Sum(step => Math.Sign(step.Pads[2] - step.Pads[0]) + Math.Sign(step.Pads[3] - step.Pads[1])) > 0;
    }

    public NetworkGraph Graph { get; }

    public bool Bf16 { get; }

    public GraphLayout Layout { get; }

    /// <summary>Slots of <see cref="Parameters"/>, in the same order.</summary>
    public IReadOnlyList<GraphSlot> Trained { get; }

    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>The result of the last step in float32.</summary>
    /// <param name="images">Normalised images [n, channels, height, width], float32, channels last in memory.</param>
    /// <param name="beforeLast">Changes what goes into the last step, such as dropout.</param>
    public Tensor Forward(Tensor images, Func<Tensor, Tensor>? beforeLast = null)
    {
        Tensor?[] values = new Tensor?[Graph.Steps.Count + 1];
        Tensor first = _turned ? images.flip(2, 3) : images;
        values[0] = Bf16 ? first.to_type(ScalarType.BFloat16) : first;
        for (int i = 0; i < Graph.Steps.Count; i++)
        {
            // What a step makes on its way goes with it; what the backward pass needs of that, it holds itself.
            using DisposeScope scope = NewDisposeScope();
            GraphStep step = Graph.Steps[i];
            Tensor x = values[step.Inputs[0]]!;
            if (i == Graph.Steps.Count - 1 && beforeLast is not null)
            {
                x = beforeLast(x);
            }

            values[i + 1] = (step.Op switch
            {
                GraphOp.Convolution => Convolution(i, x),
                GraphOp.Linear => linear(x.to_type(ScalarType.Float32), Tensor(i, SlotRole.Weight), Tensor(i, SlotRole.Bias)),
                GraphOp.Clip => Clip(step, x),
                GraphOp.Add => x + values[step.Inputs[1]]!,
                GraphOp.MaxPool => MaxPool(step, x),
                GraphOp.AveragePool => AveragePool(step, x),
                GraphOp.GlobalAverage => x.to_type(ScalarType.Float32).mean([2, 3], keepdim: true),
                _ => Flat(x),
            }).MoveToOuterDisposeScope();
            foreach (int input in step.Inputs.Distinct())
            {
                if (_lastUses[input] == i && input > 0)
                {
                    values[input]!.Dispose();
                }
            }
        }

        return values[^1]!.to_type(ScalarType.Float32);
    }

    private Tensor Convolution(int number, Tensor x)
    {
        GraphStep step = Graph.Steps[number];

        // oneDNN takes 94 instead of 10 ms for the input gradient of a depthwise convolution with stride 2 in bfloat16.
        bool bf16 = Bf16 && !(step.IsDepthwise() && step.Strides[0] > 1);
        Tensor weight = Tensor(number, SlotRole.Weight) * Tensor(number, SlotRole.Scale).view(-1, 1, 1, 1);
        if (_turned && (step.Weight[1] > 1 || step.Weight[2] > 1))
        {
            weight = weight.flip(1, 2);
        }

        ScalarType type = bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        weight = weight.permute(0, 3, 1, 2).to_type(type);
        Tensor bias = Tensor(number, SlotRole.Bias).to_type(type);
        (Tensor padded, long[] padding) = Padded(step, x.to_type(type), [step.Weight[1], step.Weight[2]], 0);
        Tensor y = conv2d(padded, weight, bias, [.. step.Strides], padding, [.. step.Dilations], step.Groups);
        return Bf16 && !bf16 ? y.to_type(ScalarType.BFloat16) : y;
    }

    /// <summary>In place where nothing else needs the value: neither another step nor, after a convolution, the backward pass.</summary>
    private Tensor Clip(GraphStep step, Tensor x)
    {
        int input = step.Inputs[0];
        bool inPlace = input > 0 && Graph.Steps[input - 1].Op == GraphOp.Convolution && Graph.Steps.Count(other => other.Inputs.Contains(input)) == 1;
        if (step.Low == 0 && double.IsPositiveInfinity(step.High))
        {
            return inPlace ? x.relu_().alias() : x.relu();
        }

        return inPlace ? hardtanh(x, step.Low, step.High, inplace: true).alias() : x.clamp(step.Low, step.High);
    }

    private Tensor MaxPool(GraphStep step, Tensor x)
    {
        (Tensor padded, long[] padding) = Padded(step, x, step.Kernel, double.NegativeInfinity);
        return max_pool2d(padded, [.. step.Kernel], [.. step.Strides], padding);
    }

    private Tensor AveragePool(GraphStep step, Tensor x)
    {
        (long top, long left, long bottom, long right) = Pads(step, step.Kernel, x);
        if (top == bottom && left == right)
        {
            return avg_pool2d(x, [.. step.Kernel], [.. step.Strides], [top, left], count_include_pad: step.CountPadding);
        }

        // The mean of the padded plane, over the part of the window that counts.
        Tensor Mean(Tensor of) => avg_pool2d(pad(of, [left, right, top, bottom]), [.. step.Kernel], [.. step.Strides]);
        return step.CountPadding ? Mean(x) : Mean(x) / Mean(ones_like(x));
    }

    private Tensor Flat(Tensor x) => (_turned && x.dim() == 4 && x.shape[2] * x.shape[3] > 1 ? x.flip(2, 3) : x).flatten(1);

    /// <summary>The padding that libtorch can do itself; where it cannot, a padded copy and none.</summary>
    private (Tensor X, long[] Padding) Padded(GraphStep step, Tensor x, IReadOnlyList<long> kernel, double value)
    {
        (long top, long left, long bottom, long right) = Pads(step, kernel, x);
        bool Fits(long size, long before, long after, int axis)
        {
            long slides = size + before - Reach(step, kernel, axis);
            return before >= after && (slides + before) / step.Strides[axis] == (slides + after) / step.Strides[axis];
        }

        return Fits(x.shape[2], top, bottom, 0) && Fits(x.shape[3], left, right, 1)
            ? (x, [top, left])
            : (pad(x, [left, right, top, bottom], value: value), [0, 0]);
    }

    /// <summary>
    /// Padding of the plane as it lies here. What the stride leaves over at the end of an upright plane lies at the begin of
    /// a turned one, where it is cut off.
    /// </summary>
    private (long Top, long Left, long Bottom, long Right) Pads(GraphStep step, IReadOnlyList<long> kernel, Tensor x)
    {
        (long top, long left, long bottom, long right) = (step.Pads[0], step.Pads[1], step.Pads[2], step.Pads[3]);
        return _turned
            ? (bottom - ((x.shape[2] + top + bottom - Reach(step, kernel, 0)) % step.Strides[0]),
                right - ((x.shape[3] + left + right - Reach(step, kernel, 1)) % step.Strides[1]),
                top,
                left)
            : (top, left, bottom, right);
    }

    private static long Reach(GraphStep step, IReadOnlyList<long> kernel, int axis) => (step.Dilations[axis] * (kernel[axis] - 1)) + 1;

    private Tensor Tensor(int step, SlotRole role) => Tensor(Layout.Slot(step, role));

    private Tensor Tensor(GraphSlot slot) => _tensors[Layout.IndexOf(slot)];

    /// <param name="weights">In the order of <see cref="Layout"/>.</param>
    public void Load(ReadOnlySpan<float> weights)
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            Layout.Slots[i].Of(weights).CopyTo(Floats(_tensors[i]));
        }
    }

    public void Save(Span<float> weights)
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            Floats(_tensors[i]).CopyTo(Layout.Slots[i].Of(weights));
        }
    }

    /// <summary>The memory of a contiguous float32 tensor.</summary>
    internal static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    public void Dispose()
    {
        foreach (Tensor tensor in _tensors)
        {
            tensor.Dispose();
        }
    }
}
