using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace FashionSpark.Torch.Cnn;

/// <summary>
/// The network in TorchSharp: float32 master weights in channels-last order, convolutions in bfloat16 where
/// <see cref="Bf16"/> is set. bfloat16 makes training 1.6 to 1.9 times faster on cores that have it (AVX512-BF16, AMX),
/// and channels-last spares oneDNN the reordering of every activation.
/// </summary>
internal sealed class ConvNet : IDisposable
{
    private const double NormEpsilon = 1e-5;
    private const double NormMomentum = 0.1;
    private readonly Tensor[] _tensors;

    public ConvNet(NetworkSpec spec, bool bf16)
    {
        OneDnn.Prepare();
        Spec = spec;
        Bf16 = bf16;
        Layout = new WeightLayout(spec);
        _tensors = [.. Layout.Slots.Select(slot => zeros([.. slot.Shape]).requires_grad_(slot.IsTrained).DetachFromDisposeScope())];
        Trained = [.. Layout.Slots.Where(slot => slot.IsTrained)];
        Parameters = [.. Trained.Select(Tensor)];
    }

    public NetworkSpec Spec { get; }

    public WeightLayout Layout { get; }

    public bool Bf16 { get; }

    /// <summary>Slots of <see cref="Parameters"/>, in the same order.</summary>
    public IReadOnlyList<WeightSlot> Trained { get; }

    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>Type of the images that go in.</summary>
    public ScalarType InputType => Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;

    public Tensor Tensor(WeightSlot slot) => _tensors[Layout.Slots.Index().First(pair => pair.Item == slot).Index];

    /// <summary>Logits [n, classes] in float32.</summary>
    /// <param name="images">Normalised images [n, channels, height, width] of <see cref="InputType"/>, channels last in memory.</param>
    /// <param name="training">Batch norm by the batch's own statistics, which move the running ones.</param>
    public Tensor Forward(Tensor images, bool training)
    {
        Tensor x = images;
        for (int i = 0; i < Spec.Layers.Count; i++)
        {
            x = Layer(i, x, training);
        }

        return linear(x.amax([2, 3]).to_type(ScalarType.Float32), _tensors[^2], _tensors[^1]);
    }

    private Tensor Layer(int number, Tensor x, bool training)
    {
        LayerSpec layer = Spec.Layers[number];
        ReadOnlySpan<Tensor> t = _tensors.AsSpan(number * 5, 5);
        Tensor weight = (Bf16 ? t[0].to_type(ScalarType.BFloat16) : t[0]).permute(0, 3, 1, 2);
        Tensor y = conv2d(x, weight, strides: [layer.Stride, layer.Stride], padding: [1, 1]);
        if (layer.Kind == LayerKind.Pool)
        {
            y = max_pool2d(y, 2);
        }

        y = batch_norm(y, t[3], t[4], t[1], t[2], training, NormMomentum, NormEpsilon).relu_();
        return layer.Kind == LayerKind.Residual ? x + y : y;
    }

    public void Load(ReadOnlySpan<float> weights)
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            WeightLayout.Of(weights, Layout.Slots[i]).CopyTo(Floats(_tensors[i]));
        }
    }

    public void Save(Span<float> weights)
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            WeightSlot slot = Layout.Slots[i];
            Floats(_tensors[i]).CopyTo(weights.Slice(slot.Offset, slot.Length));
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
