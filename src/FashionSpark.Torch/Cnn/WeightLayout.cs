namespace FashionSpark.Torch.Cnn;

/// <summary>
/// All numbers of a network in one float32 vector, the form in which weights travel, are averaged and are kept: for each
/// convolution layer its weight, gamma, beta, running mean and running variance, then the linear layer and its bias.
/// </summary>
public sealed class WeightLayout
{
    public WeightLayout(NetworkSpec network)
    {
        List<WeightSlot> slots = [];
        void Add(int layer, WeightKind kind, params long[] shape)
        {
            WeightSlot slot = new(layer, kind, shape, Length);
            slots.Add(slot);
            Length += slot.Length;
        }

        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerSpec layer = network.Layers[i];
            Add(i, WeightKind.Convolution, layer.Out, layer.KernelSize, layer.KernelSize, layer.In);
            Add(i, WeightKind.Gamma, layer.Out);
            Add(i, WeightKind.Beta, layer.Out);
            Add(i, WeightKind.Mean, layer.Out);
            Add(i, WeightKind.Variance, layer.Out);
        }

        Add(network.Layers.Count, WeightKind.Linear, network.Classes, network.Features);
        Add(network.Layers.Count, WeightKind.Bias, network.Classes);
        Slots = slots;
    }

    public IReadOnlyList<WeightSlot> Slots { get; }

    /// <summary>Numbers in all.</summary>
    public int Length { get; private set; }

    public WeightSlot Slot(int layer, WeightKind kind) => Slots.First(slot => slot.Layer == layer && slot.Kind == kind);

    /// <summary>The slots that the optimiser moves.</summary>
    public IReadOnlyList<Range> TrainedParts() => [.. Slots.Where(slot => slot.IsTrained).Select(slot => slot.Offset..(slot.Offset + slot.Length))];

    /// <summary>Part of a vector that a slot names.</summary>
    public static ReadOnlySpan<float> Of(ReadOnlySpan<float> weights, WeightSlot slot) => weights.Slice(slot.Offset, slot.Length);

    /// <summary>
    /// Weights to start from: convolutions N(0, 2 / fan-in) (He et al. 2015, arXiv:1502.01852), linear N(0, 1 / fan-in),
    /// gamma and variance 1, the rest 0.
    /// </summary>
    public float[] Initialise(long seed)
    {
        float[] weights = new float[Length];
        foreach (WeightSlot slot in Slots)
        {
            Span<float> part = weights.AsSpan(slot.Offset, slot.Length);
            switch (slot.Kind)
            {
                case WeightKind.Gamma or WeightKind.Variance:
                    part.Fill(1);
                    break;
                case WeightKind.Convolution or WeightKind.Linear:
                    SplitMix64 chance = SplitMix64.For(seed, slot.Layer);
                    double deviation = Math.Sqrt((slot.Kind == WeightKind.Convolution ? 2.0 : 1.0) / slot.FanIn);
                    for (int i = 0; i < part.Length; i++)
                    {
                        part[i] = (float)(deviation * chance.NextGaussian());
                    }

                    break;
            }
        }

        return weights;
    }
}
